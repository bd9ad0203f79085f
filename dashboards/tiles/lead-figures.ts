import type { Range } from './day.ts'
import { cell, type TileQuery } from './member.ts'
import { leadRecords } from './records.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { variance } from './variance.ts'

/** Leads created in a range. All figures ask the same, so that it is asked once. */
const leads = (scope: Scope, range: Range): TileQuery => ({
  measures: [
    'leads.count',
    'leads.leads_answered',
    'leads.leads_unanswered',
    'leads.answered_share',
    'leads.within_60_minutes',
    'leads.leads_converted',
    'leads.lead_conversion',
  ],
  timeDimensions: [{ dimension: 'leads.created_at', dateRange: dateRange(range) }],
  filters: scopeFilters('leads', scope),
})

const queries = (scope: Scope) => ({
  now: leads(scope, scope.period.range),
  before: scope.comparison && leads(scope, scope.comparison.range),
})

/** A share of the leads created in the period. */
function leadShare(id: 'answered-within-an-hour' | 'lead-conversion'): Tile {
  const isAnswer = id === 'answered-within-an-hour'
  const member = isAnswer ? 'leads.within_60_minutes' : 'leads.lead_conversion'
  return defineTile({
    id,
    form: 'kpi',
    needs: ['lead'],
    title: (scope) => ({
      measure: isAnswer ? scope.words.leads.withinHour : scope.words.leads.conversion,
      unit: scope.words.unit.percent,
      scope: scopeWords(scope),
      period: periodWords(scope),
    }),
    drill: (part, scope) => (part === null ? leadRecords(scope, isAnswer ? 'all' : 'converted') : null),
    queries,
    view: ({ now: [row], before: [earlier] }, scope) => {
      const { words, format } = scope
      const raw = cell(row, member)
      if (raw === null) return { kind: 'empty', reason: words.leads.none }
      const n = format.count(cell(row, 'leads.count'))
      return {
        kind: 'kpi',
        raw,
        value: format.percent(raw),
        exact: format.percent(raw),
        // Young leads have had less time to convert: no comparison would be fair.
        variance: isAnswer
          ? variance(scope, raw, cell(earlier, member), { measure: 'points', better: 'more' })
          : null,
        note: isAnswer
          ? words.leads.answeredNote(format.percent(cell(row, 'leads.answered_share'), 0), n)
          : words.leads.conversionNote(format.count(cell(row, 'leads.leads_converted')), n),
        message: null,
      }
    },
  })
}

export const answeredWithinAnHour = leadShare('answered-within-an-hour')
export const leadConversion = leadShare('lead-conversion')

export const leadsCreated = defineTile({
  id: 'leads-created',
  form: 'kpi',
  needs: ['lead'],
  title: (scope) => ({
    measure: scope.words.leads.created,
    unit: '',
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) => (part === null ? leadRecords(scope, 'all') : null),
  queries,
  view: ({ now: [row], before: [earlier] }, scope) => {
    const { words, format } = scope
    const raw = cell(row, 'leads.count') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.count(raw),
      exact: format.count(raw),
      variance: variance(scope, raw, cell(earlier, 'leads.count'), { measure: 'relative', better: 'more' }),
      note: words.leads.createdNote(format.count(cell(row, 'leads.leads_converted') ?? '0')),
      message: null,
    }
  },
})

export const leadsUnanswered = defineTile({
  id: 'leads-unanswered',
  form: 'kpi',
  needs: ['lead'],
  title: (scope) => ({
    measure: scope.words.leads.unanswered,
    unit: '',
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) => (part === null ? leadRecords(scope, 'unanswered') : null),
  queries,
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'leads.leads_unanswered') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.count(raw),
      exact: format.count(raw),
      variance: null,
      note: words.leads.ofLeads(format.count(cell(row, 'leads.count') ?? '0')),
      message: null,
    }
  },
})
