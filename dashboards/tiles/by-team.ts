import { barsBy } from './bars-by.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

/** Quota reached by each team, sum over sum. */
export const attainmentByTeam = defineTile({
  id: 'attainment-by-team',
  form: 'bars',
  needs: ['quota'],
  title: (scope) => ({
    measure: scope.words.byTeam.attainment,
    unit: scope.words.unit.percent,
    scope: scopeWords(scope),
    period: lastQuarter(scope).name,
  }),
  narrow: (part) => ({ team: part.key }),
  queries: (scope) => {
    const filter = notCarried('attainment', scope)
    if (filter !== null) return scope.words.empty.quotaNotBy(scope.words.filter.name[filter].toLowerCase())
    return {
      teams: {
        measures: [
          'attainment.attainment',
          'attainment.credited',
          'attainment.quota_amount',
          'attainment.reps_at_quota',
          'attainment.reps_with_quota',
        ],
        dimensions: ['attainment.rep_team'],
        timeDimensions: [{ dimension: 'attainment.period_start', dateRange: dateRange(lastQuarter(scope)) }],
        filters: [
          { member: 'attainment.period_kind', operator: 'equals', values: ['quarter'] },
          ...scopeFilters('attainment', scope),
        ],
      } satisfies TileQuery,
    }
  },
  view: ({ teams }, scope) => {
    const { words, format, company } = scope
    const text = words.byTeam
    const rows = teams
      .filter((row) => Number(cell(row, 'attainment.quota_amount') ?? 0) > 0)
      .toSorted((a, b) => Number(cell(b, 'attainment.attainment')) - Number(cell(a, 'attainment.attainment')))
    if (rows.length === 0) return { kind: 'empty', reason: words.empty.noQuota }
    const money = { unit: company.currency, short: format.short, exact: format.amount }
    const nameOf = (row: Row): string => cell(row, 'attainment.rep_team') ?? '–'
    return {
      ...barsBy(
        {
          label: text.attainmentLabel,
          head: words.filter.name.team,
          rows,
          nameOf,
          panels: [
            {
              member: 'attainment.attainment',
              head: words.attainment.measure,
              unit: words.unit.percent,
              short: (raw) => format.percent(raw, 0),
              exact: format.percent,
            },
            { member: 'attainment.credited', head: text.credited, ...money },
          ],
          columns: [
            { member: 'attainment.quota_amount', head: words.reps.quota, ...money },
            { member: 'attainment.reps_with_quota', head: text.withQuota, short: format.count },
            { member: 'attainment.reps_at_quota', head: text.atQuota, short: format.count },
          ],
        },
        scope,
      ),
      parts: rows.map((row) => {
        const team = cell(row, 'attainment.rep_team')
        return team === null ? null : { key: team, label: team }
      }),
      message: null,
    }
  },
})

/** What teams do, and how much of it a win takes. */
export const effortByTeam = defineTile({
  id: 'effort-by-team',
  form: 'bars',
  needs: ['activity'],
  title: (scope) => ({
    measure: scope.words.byTeam.effort,
    unit: '',
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  narrow: (part) => ({ team: part.key }),
  queries: (scope) => ({
    teams: {
      measures: [
        'activity.count',
        'activity.activities_per_win',
        'activity.activities_per_closed',
        'activity.deals_won',
      ],
      dimensions: ['activity.rep_team'],
      timeDimensions: [{ dimension: 'activity.occurred_at', dateRange: dateRange(scope.period.range) }],
      filters: scopeFilters('activity', scope),
    },
  }),
  view: ({ teams }, scope) => {
    const { words, format } = scope
    const text = words.byTeam
    const rows = teams
      .filter((row) => Number(cell(row, 'activity.count') ?? 0) > 0)
      .toSorted((a, b) => Number(cell(b, 'activity.count')) - Number(cell(a, 'activity.count')))
    if (rows.length === 0) return { kind: 'empty', reason: words.empty.noEffort }
    const nameOf = (row: Row): string => cell(row, 'activity.rep_team') ?? '–'
    return {
      ...barsBy(
        {
          label: text.effortLabel,
          head: words.filter.name.team,
          rows,
          nameOf,
          panels: [
            { member: 'activity.count', head: text.activities, short: format.count },
            {
              member: 'activity.activities_per_win',
              head: text.perWin,
              short: (raw) => format.decimal(raw, 1),
              n: 'activity.deals_won',
            },
          ],
          columns: [
            {
              member: 'activity.activities_per_closed',
              head: text.perClosed,
              short: (raw) => format.decimal(raw, 1),
            },
          ],
        },
        scope,
      ),
      parts: rows.map((row) => {
        const team = cell(row, 'activity.rep_team')
        return team === null ? null : { key: team, label: team }
      }),
      message: null,
    }
  },
})
