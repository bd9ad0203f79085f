import { barsBy } from './bars-by.ts'
import { closedDeals } from './deals.ts'
import { cell, type Member, type Row } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { TOO_FEW } from './yield.ts'

interface Group {
  readonly id: string
  readonly kind: 'competitor' | 'type'
  readonly member: Member & `bookings.${string}`
}

/** Closed deals by what they have in common: how often they are won, what they bring and how long they take. */
function winRateBy({ id, kind, member }: Group): Tile {
  return defineTile({
    id,
    form: 'bars',
    needs: ['opportunity'],
    title: (scope) => ({
      measure: scope.words.rateBy[kind].measure,
      unit: scope.words.unit.percent,
      scope: scopeWords(scope),
      period: periodWords(scope),
    }),
    drill: (part, scope) =>
      part &&
      closedDeals(scope, {
        status: 'closed',
        range: scope.period.range,
        filters: [{ member, operator: 'equals', values: [part.key] }],
      }),
    queries: (scope) => ({
      closed: {
        measures: [
          'bookings.win_rate',
          'bookings.win_rate_low',
          'bookings.win_rate_high',
          'bookings.deals_closed',
          'bookings.amount',
          'bookings.average_deal',
          'bookings.cycle_days_median',
        ],
        dimensions: [member],
        timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
        filters: [...scopeFilters('bookings', scope), { member, operator: 'set' }],
      },
    }),
    view: ({ closed }, scope) => {
      const { words, format, company } = scope
      const text = words.rateBy[kind]
      const n = (row: Row): number => Number(cell(row, 'bookings.deals_closed') ?? 0)
      const rows = closed
        .filter((row) => n(row) > 0)
        .toSorted(
          (a, b) =>
            Number(n(a) < TOO_FEW) - Number(n(b) < TOO_FEW) ||
            Number(cell(b, 'bookings.amount')) - Number(cell(a, 'bookings.amount')),
        )
      if (rows.length === 0) return { kind: 'empty', reason: text.none }
      const nameOf = (row: Row): string => {
        const key = cell(row, member) ?? '–'
        return Reflect.get(text.names, key) ?? key
      }
      return {
        ...barsBy(
          {
            label: text.label,
            head: text.head,
            rows,
            nameOf,
            panels: [
              {
                member: 'bookings.win_rate',
                head: words.winRate.measure,
                unit: words.unit.percent,
                short: (raw) => format.percent(raw, 0),
                exact: format.percent,
                interval: ['bookings.win_rate_low', 'bookings.win_rate_high'],
                n: 'bookings.deals_closed',
              },
              {
                member: 'bookings.amount',
                head: words.bookings.measure,
                unit: company.currency,
                short: format.short,
                exact: format.amount,
              },
            ],
            columns: [
              {
                member: 'bookings.average_deal',
                head: words.averageDeal.measure,
                unit: company.currency,
                short: format.short,
                exact: format.amount,
              },
              {
                member: 'bookings.cycle_days_median',
                head: words.cycle.measure,
                unit: words.unit.days,
                short: (raw) => format.decimal(raw),
              },
            ],
          },
          scope,
        ),
        parts: rows.map((row) => ({ key: cell(row, member) ?? '', label: nameOf(row) })),
        message: null,
      }
    },
  })
}

export const competitors = winRateBy({
  id: 'competitors',
  kind: 'competitor',
  member: 'bookings.competitor',
})
export const dealTypes = winRateBy({ id: 'deal-types', kind: 'type', member: 'bookings.deal_type' })
