import { barsBy } from './bars-by.ts'
import { cell, type Member, type Row } from './member.ts'
import { leadRecords } from './records.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { TOO_FEW } from './yield.ts'

interface Group {
  readonly id: string
  readonly kind: 'source' | 'campaign'
  readonly member: Member & `leads.${string}`
}

/** How leads of each source or campaign are answered and what they become, the best to convert first. */
function leadsBy({ id, kind, member }: Group): Tile {
  return defineTile({
    id,
    form: 'bars',
    needs: ['lead'],
    title: (scope) => ({
      measure: scope.words.leads.by[kind],
      unit: scope.words.unit.percent,
      scope: scopeWords(scope),
      period: periodWords(scope),
    }),
    drill: (part, scope) =>
      part && leadRecords(scope, 'all', [{ member, operator: 'equals', values: [part.key] }]),
    queries: (scope) => ({
      leads: {
        measures: [
          'leads.count',
          'leads.lead_conversion',
          'leads.within_60_minutes',
          'leads.leads_unanswered',
        ],
        dimensions: [member],
        timeDimensions: [{ dimension: 'leads.created_at', dateRange: dateRange(scope.period.range) }],
        filters: scopeFilters('leads', scope),
      },
    }),
    view: ({ leads }, scope) => {
      const { words, format } = scope
      const text = words.leads
      const n = (row: Row): number => Number(cell(row, 'leads.count') ?? 0)
      const rows = leads.toSorted(
        (a, b) =>
          Number(n(a) < TOO_FEW) - Number(n(b) < TOO_FEW) ||
          Number(cell(b, 'leads.lead_conversion')) - Number(cell(a, 'leads.lead_conversion')),
      )
      if (rows.length === 0) return { kind: 'empty', reason: text.none }
      const nameOf = (row: Row): string => cell(row, member) ?? text.untold
      const percent = {
        unit: words.unit.percent,
        short: (raw: Parameters<typeof format.percent>[0]) => format.percent(raw, 0),
        exact: format.percent,
      }
      const [best] = rows
      return {
        ...barsBy(
          {
            label: text.byLabel,
            head: text.head[kind],
            rows,
            nameOf,
            panels: [
              { member: 'leads.lead_conversion', head: text.conversion, ...percent, n: 'leads.count' },
              { member: 'leads.within_60_minutes', head: text.withinHour, ...percent, max: 1 },
            ],
            columns: [{ member: 'leads.leads_unanswered', head: text.unanswered, short: format.count }],
          },
          scope,
        ),
        parts: rows.map((row) => {
          const key = cell(row, member)
          return key === null ? null : { key, label: key }
        }),
        message:
          best && rows.length > 1 && n(best) >= TOO_FEW
            ? text.best(nameOf(best), format.percent(cell(best, 'leads.lead_conversion'), 0))
            : null,
      }
    },
  })
}

export const leadsBySource = leadsBy({ id: 'leads-by-source', kind: 'source', member: 'leads.lead_source' })
export const leadsByCampaign = leadsBy({
  id: 'leads-by-campaign',
  kind: 'campaign',
  member: 'leads.campaign_name',
})
