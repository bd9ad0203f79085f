import { barsBy } from './bars-by.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'
import { TOO_FEW } from './yield.ts'

/** What members of a group yield, at the same mix of segments, with how sure it is. */
function comparedBy({ id, kind }: { id: string; kind: 'method' | 'territory' }): Tile {
  const nameOf = (row: Row): string => cell(row, `channel_yield.${kind}`) ?? '–'
  return defineTile({
    id,
    form: 'bars',
    needs: ['opportunity'],
    title: (scope) => ({
      measure: scope.words.compared.measure[kind],
      unit: scope.words.unit.percent,
      scope: scope.words.title.everyone,
      period: scope.words.compared.period(scope.format.day(scope.calendar.today)),
    }),
    narrow: (part) => ({ [kind]: part.key }),
    queries: (scope) => {
      const chosen = keptWhole(scope, { kind, member: `channel_yield.${kind}` })
      if (!chosen) return scope.words.empty.whole
      return {
        cells: {
          measures: [
            'channel_yield.win_rate',
            'channel_yield.win_rate_low',
            'channel_yield.win_rate_high',
            'channel_yield.adjusted_win_rate',
            'channel_yield.yield_per_rep_day',
            'channel_yield.bookings_per_closed',
            'channel_yield.deals_closed',
          ],
          dimensions: [`channel_yield.${kind}`],
          filters: [{ member: 'channel_yield.kind', operator: 'equals', values: [kind] }, ...chosen],
        } satisfies TileQuery,
      }
    },
    view: ({ cells }, scope) => {
      const { words, format, company } = scope
      const text = words.compared
      const closed = (row: Row): number => Number(cell(row, 'channel_yield.deals_closed') ?? 0)
      const adjusted = (row: Row): number => Number(cell(row, 'channel_yield.adjusted_win_rate') ?? 0)
      const rows = cells
        .filter((row) => closed(row) > 0)
        .toSorted(
          (a, b) => Number(closed(a) < TOO_FEW) - Number(closed(b) < TOO_FEW) || adjusted(b) - adjusted(a),
        )
      if (rows.length === 0) return { kind: 'empty', reason: words.empty.noDeals }
      const percent = (raw: Parameters<typeof format.percent>[0]): string => format.percent(raw, 0)
      return {
        ...barsBy(
          {
            label: text.label,
            head: words.filter.name[kind],
            rows,
            nameOf,
            panels: [
              {
                member: 'channel_yield.win_rate',
                head: text.winRate,
                unit: words.unit.percent,
                short: percent,
                exact: format.percent,
                interval: ['channel_yield.win_rate_low', 'channel_yield.win_rate_high'],
                n: 'channel_yield.deals_closed',
              },
              {
                member: 'channel_yield.adjusted_win_rate',
                head: text.adjusted,
                unit: words.unit.percent,
                short: percent,
                exact: format.percent,
              },
              {
                member: 'channel_yield.yield_per_rep_day',
                head: text.perDay,
                unit: company.currency,
                short: format.short,
                exact: format.amount,
              },
            ],
            columns: [
              {
                member: 'channel_yield.bookings_per_closed',
                head: text.perDeal,
                unit: company.currency,
                short: format.short,
                exact: format.amount,
              },
            ],
          },
          scope,
        ),
        parts: rows.map((row) => ({ key: nameOf(row), label: nameOf(row) })),
        message: messageOf(
          rows.filter((row) => closed(row) >= TOO_FEW),
          nameOf,
          scope,
        ),
      }
    },
  })
}

/** The best win rate where its interval lies above the lowest one's, and what brings most a day. */
function messageOf(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  { words, format, company }: Scope,
): string | null {
  const text = words.compared
  const byRate = rows.toSorted(
    (a, b) => Number(cell(b, 'channel_yield.win_rate')) - Number(cell(a, 'channel_yield.win_rate')),
  )
  const byDay = rows
    .filter((row) => cell(row, 'channel_yield.yield_per_rep_day') !== null)
    .toSorted(
      (a, b) =>
        Number(cell(b, 'channel_yield.yield_per_rep_day')) -
        Number(cell(a, 'channel_yield.yield_per_rep_day')),
    )
  const [best, last] = [byRate[0], byRate.at(-1)]
  if (!best || !last || best === last) return null
  const isSure =
    Number(cell(best, 'channel_yield.win_rate_low')) > Number(cell(last, 'channel_yield.win_rate_high'))
  const rate = (row: Row): string => format.percent(cell(row, 'channel_yield.win_rate'), 0)
  const rates = isSure
    ? words.yield.best(nameOf(best), rate(best), nameOf(last), rate(last))
    : words.yield.alike
  const [richest] = byDay
  return richest
    ? `${rates} ${text.richest(nameOf(richest), format.short(cell(richest, 'channel_yield.yield_per_rep_day')), company.currency)}`
    : rates
}

export const methodsCompared = comparedBy({ id: 'methods-compared', kind: 'method' })
export const territoriesCompared = comparedBy({ id: 'territories-compared', kind: 'territory' })
