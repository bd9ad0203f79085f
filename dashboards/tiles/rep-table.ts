import { closedDeals } from './deals.ts'
import { isEverything } from './filters.ts'
import { cell, type Member, type Row, type TileQuery } from './member.ts'
import { isMissing } from './missing.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { steadiness } from './steadiness.ts'
import type { TableCell } from './table.ts'
import { defineTile } from './tile.ts'
import { isRunning, periodWords, scopeWords } from './title.ts'
import { TOO_FEW } from './yield.ts'

const byKey = (rows: readonly Row[], key: Member): ReadonlyMap<string | null, Row> =>
  new Map(rows.map((row) => [cell(row, key), row]))

const quotaOf = (scope: Scope): TileQuery | null =>
  notCarried('quota', scope) === null && !isMissing('quota', scope)
    ? {
        measures: ['quota.amount', 'quota.attainment'],
        dimensions: ['quota.rep_id', 'quota.rep_name'],
        timeDimensions: [{ dimension: 'quota.month', dateRange: dateRange(scope.period.whole) }],
        filters: scopeFilters('quota', scope),
      }
    : null

export const repTable = defineTile({
  id: 'reps',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.reps.measure,
    unit: scope.words.reps.unit(scope.company.currency),
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part &&
    closedDeals(scope, {
      status: 'closed',
      range: scope.period.range,
      filters: [{ member: 'bookings.rep_id', operator: 'equals', values: [part.key] }],
    }),
  narrow: ({ label }) => ({ rep: label }),
  queries: (scope) => ({
    closed: {
      measures: [
        'bookings.amount',
        'bookings.win_rate',
        'bookings.deals_closed',
        'bookings.cycle_days_median',
      ],
      dimensions: ['bookings.rep_id', 'bookings.rep_name'],
      timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
      filters: scopeFilters('bookings', scope),
    },
    quota: quotaOf(scope),
    // Consistency is kept for the whole company only.
    steady: isEverything(scope) ? steadiness(scope, 'rep') : null,
    effort: isMissing('activity', scope)
      ? null
      : {
          measures: ['activity.count'],
          dimensions: ['activity.rep_id', 'activity.rep_name'],
          timeDimensions: [{ dimension: 'activity.occurred_at', dateRange: dateRange(scope.period.range) }],
          filters: scopeFilters('activity', scope),
        },
  }),
  view: ({ closed, quota, steady, effort }, scope) => {
    const { words, format, period } = scope
    const text = words.reps
    // A column of nothing would pass for a finding.
    const [hasQuota, hasEffort] = [!isMissing('quota', scope), !isMissing('activity', scope)]
    const [results, quotas] = [byKey(closed, 'bookings.rep_id'), byKey(quota, 'quota.rep_id')]
    const [variations, efforts] = [byKey(steady, 'consistency.member_id'), byKey(effort, 'activity.rep_id')]
    const carries = (row: Row | undefined): boolean => Number(cell(row, 'quota.amount') ?? 0) > 0
    const ids = new Set([...results.keys(), ...quotas.keys()])
    const reps = [...ids]
      .map((id) => {
        const [result, target] = [results.get(id), quotas.get(id)]
        const name = cell(result, 'bookings.rep_name') ?? cell(target, 'quota.rep_name') ?? '–'
        return { id, name, result, target, effort: efforts.get(id), steady: variations.get(id) }
      })
      .filter(
        ({ result, target }) => Number(cell(result, 'bookings.deals_closed') ?? 0) > 0 || carries(target),
      )
      .sort((a, b) => booked(b.result) - booked(a.result) || a.name.localeCompare(b.name))
    if (reps.length === 0) return { kind: 'empty', reason: words.empty.noReps }

    const withQuota = reps.filter(({ target }) => carries(target))
    const onPace = withQuota.filter(
      ({ target }) => Number(cell(target, 'quota.attainment') ?? 0) >= period.elapsed,
    )
    return {
      kind: 'table',
      message:
        withQuota.length === 0
          ? null
          : isRunning(period)
            ? text.onPace(onPace.length, withQuota.length, format.percent(period.elapsed, 0))
            : text.message(onPace.length, withQuota.length),
      table: {
        columns: [
          { id: 'rep', head: text.rep, numeric: false },
          { id: 'bookings', head: text.bookings, unit: scope.company.currency, numeric: true },
          ...(hasQuota
            ? [
                { id: 'quota', head: text.quota, unit: scope.company.currency, numeric: true },
                { id: 'attainment', head: text.attainment, unit: words.unit.percent, numeric: true },
              ]
            : []),
          { id: 'win-rate', head: text.winRate, unit: words.unit.percent, numeric: true },
          { id: 'closed', head: text.closed, unit: words.unit.deals, numeric: true },
          { id: 'cycle', head: text.cycle, unit: words.unit.days, numeric: true },
          { id: 'variation', head: text.variation, unit: words.unit.percent, numeric: true },
          ...(hasEffort ? [{ id: 'activities', head: text.activities, numeric: true }] : []),
        ],
        rows: reps.map(({ name, result, target, effort, steady }): TableCell[] => {
          const shown = (raw: string | null, write: (value: string | null) => string): TableCell => ({
            text: write(raw),
            raw,
          })
          const n = cell(result, 'bookings.deals_closed') ?? '0'
          const rate = cell(result, 'bookings.win_rate')
          return [
            { text: name },
            shown(cell(result, 'bookings.amount') ?? '0', format.amount),
            ...(hasQuota
              ? [
                  shown(carries(target) ? cell(target, 'quota.amount') : null, format.amount),
                  shown(carries(target) ? cell(target, 'quota.attainment') : null, (value) =>
                    format.percent(value, 0),
                  ),
                ]
              : []),
            {
              ...shown(rate, (value) => format.percent(value, 0)),
              ...(Number(n) < TOO_FEW && { faint: true }),
            },
            shown(n, format.count),
            shown(cell(result, 'bookings.cycle_days_median'), (value) => format.decimal(value)),
            shown(cell(steady, 'consistency.variation'), (value) => format.percent(value, 0)),
            ...(hasEffort ? [shown(cell(effort, 'activity.count') ?? '0', format.count)] : []),
          ]
        }),
      },
      parts: reps.map(({ id, name }) => (id === null ? null : { key: id, label: name })),
    }
  },
})

const booked = (row: Row | undefined): number => Number(cell(row, 'bookings.amount') ?? 0)
