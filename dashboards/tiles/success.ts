import { barsBy } from './bars-by.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, type Member, type Row, type TileQuery } from './member.ts'
import { notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'
import { scopeWords } from './title.ts'
import { TOO_FEW } from './yield.ts'

type View = 'rep_success' | 'success_rate'
type Kind = 'rep' | 'method' | 'territory'

const measuresOf = (view: View): Member[] => [
  `${view}.predicted_win_rate`,
  `${view}.predicted_low`,
  `${view}.predicted_high`,
  `${view}.win_rate`,
  `${view}.mix_win_rate`,
  `${view}.bookings_per_closed`,
  `${view}.deals_closed`,
]

/** What each member of a kind may be expected to win, the highest first; those of few deals at the end. */
function bars(kind: Kind, view: View, name: Member, told: readonly Row[], scope: Scope) {
  const { words, format, company } = scope
  const text = words.success
  const number = (row: Row, member: 'predicted_win_rate' | 'deals_closed'): number =>
    Number(cell(row, `${view}.${member}`) ?? 0)
  const isFew = (row: Row): boolean => number(row, 'deals_closed') < TOO_FEW
  const rows = told.toSorted(
    (a, b) =>
      Number(isFew(a)) - Number(isFew(b)) ||
      number(b, 'predicted_win_rate') - number(a, 'predicted_win_rate'),
  )
  const percent = (raw: Parameters<typeof format.percent>[0]): string => format.percent(raw, 0)
  const unit = words.unit.percent
  return {
    rows,
    shown: barsBy(
      {
        label: text.label,
        head: words.filter.name[kind],
        rows,
        nameOf: (row) => cell(row, name) ?? '–',
        panels: [
          {
            member: `${view}.predicted_win_rate`,
            head: text.predicted,
            unit,
            short: percent,
            exact: format.percent,
            interval: [`${view}.predicted_low`, `${view}.predicted_high`],
            n: `${view}.deals_closed`,
          },
          { member: `${view}.mix_win_rate`, head: text.mix, unit, short: percent, exact: format.percent },
        ],
        columns: [
          { member: `${view}.win_rate`, head: text.won, unit, short: format.percent },
          {
            member: `${view}.bookings_per_closed`,
            head: words.compared.perDeal,
            unit: company.currency,
            short: format.amount,
          },
        ],
      },
      scope,
    ),
  }
}

const titleOf = (kind: Kind, scope: Scope) => ({
  measure: scope.words.success.measure[kind],
  unit: scope.words.unit.percent,
  period: scope.words.success.period(scope.format.day(scope.calendar.today)),
  isOwnPeriod: true,
})

/** How likely reps are to win, with where all reps lie: a rep sees the own rate beside it. */
export const successByRep = defineTile({
  id: 'success-by-rep',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({ ...titleOf('rep', scope), scope: scopeWords(scope) }),
  narrow: (part) => ({ rep: part.key }),
  queries: (scope) => {
    const filter = notCarried('rep_success', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    const filters = scopeFilters('rep_success', scope)
    return {
      reps: {
        measures: measuresOf('rep_success'),
        dimensions: ['rep_success.rep_name'],
        filters,
      } satisfies TileQuery,
      peers: {
        measures: [
          'rep_success.peers',
          'rep_success.peer_low',
          'rep_success.peer_median',
          'rep_success.peer_high',
        ],
        filters,
      } satisfies TileQuery,
    }
  },
  view: ({ reps, peers: [peers] }, scope) => {
    const { words, format } = scope
    if (reps.length === 0) return { kind: 'empty', reason: words.empty.noDeals }
    const { rows, shown } = bars('rep', 'rep_success', 'rep_success.rep_name', reps, scope)
    const [low, median, high] = (['peer_low', 'peer_median', 'peer_high'] as const).map((name) =>
      cell(peers, `rep_success.${name}`),
    )
    const percent = (raw: string | null | undefined): string => format.percent(raw ?? null, 0)
    return {
      ...shown,
      parts: rows.map((row) => {
        const name = cell(row, 'rep_success.rep_name')
        return name === null ? null : { key: name, label: name }
      }),
      message:
        median === null || median === undefined
          ? null
          : words.success.peers(
              format.count(cell(peers, 'rep_success.peers')),
              percent(low),
              percent(high),
              percent(median),
            ),
    }
  },
})

function successBy({ id, kind }: { id: string; kind: 'method' | 'territory' }): Tile {
  return defineTile({
    id,
    form: 'bars',
    needs: ['opportunity'],
    title: (scope) => ({ ...titleOf(kind, scope), scope: scope.words.title.everyone }),
    narrow: (part) => ({ [kind]: part.key }),
    queries: (scope) => {
      const chosen = keptWhole(scope, { kind, member: 'success_rate.member' })
      if (!chosen) return scope.words.empty.whole
      return {
        cells: {
          measures: measuresOf('success_rate'),
          dimensions: ['success_rate.member'],
          filters: [{ member: 'success_rate.kind', operator: 'equals', values: [kind] }, ...chosen],
        } satisfies TileQuery,
      }
    },
    view: ({ cells }, scope) => {
      const { words, format } = scope
      if (cells.length === 0) return { kind: 'empty', reason: words.empty.noDeals }
      const { rows, shown } = bars(kind, 'success_rate', 'success_rate.member', cells, scope)
      const nameOf = (row: Row): string => cell(row, 'success_rate.member') ?? '–'
      const sound = rows.filter((row) => Number(cell(row, 'success_rate.deals_closed')) >= TOO_FEW)
      const [best, last] = [sound[0], sound.at(-1)]
      const isSure =
        Number(cell(best, 'success_rate.predicted_low')) > Number(cell(last, 'success_rate.predicted_high'))
      const rate = (row: Row): string => format.percent(cell(row, 'success_rate.predicted_win_rate'), 0)
      return {
        ...shown,
        parts: rows.map((row) => ({ key: nameOf(row), label: nameOf(row) })),
        message:
          !best || !last || best === last
            ? null
            : isSure
              ? words.yield.best(nameOf(best), rate(best), nameOf(last), rate(last))
              : words.yield.alike,
      }
    },
  })
}

export const successByMethod = successBy({ id: 'success-by-method', kind: 'method' })
export const successByTerritory = successBy({ id: 'success-by-territory', kind: 'territory' })
