import { curveOf, curveTable, followedAt, ticksOf } from './curve.ts'
import type { FilterName } from './filters.ts'
import { keptWhole } from './kept-whole.ts'
import { lifeTitle } from './life.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile, type Tile } from './tile.ts'

/** As many curves as can be told apart, and under so many deals none. */
const MOST = 5
const FEW = 30

const drawn = {
  value: 'cycle_curve.cif_won',
  low: 'cycle_curve.cif_won_low',
  high: 'cycle_curve.cif_won_high',
} as const

/** The share of deals won by each day of their age, a curve a member, with the median time to close of each. */
function incidenceBy({ id, kind }: { id: string; kind: 'method' | 'segment' }): Tile {
  return defineTile({
    id,
    form: 'steps',
    needs: ['opportunity'],
    title: (scope) =>
      lifeTitle(scope.words.curve.wonBy[kind], scope.words.unit.percent, scope.words.title.everyone, scope),
    narrow: (part) => ({ [kind satisfies FilterName]: part.key }),
    queries: (scope) => {
      const ofKind = (view: 'cycle_curve' | 'cycle_survival') => {
        const chosen = keptWhole(scope, { kind, member: `${view}.member` })
        return (
          chosen && [
            { member: `${view}.kind` as const, operator: 'equals' as const, values: [kind] },
            ...chosen,
          ]
        )
      }
      const [curves, lives] = [ofKind('cycle_curve'), ofKind('cycle_survival')]
      if (!curves || !lives) return scope.words.empty.whole
      return {
        days: {
          measures: ['cycle_curve.at_risk', drawn.value, drawn.low, drawn.high],
          dimensions: ['cycle_curve.member', 'cycle_curve.day'],
          filters: curves,
          order: { 'cycle_curve.member': 'asc', 'cycle_curve.day': 'asc' },
        } satisfies TileQuery,
        medians: {
          measures: ['cycle_survival.deals', 'cycle_survival.km_median_days', 'cycle_survival.cif_won_90'],
          dimensions: ['cycle_survival.member'],
          filters: lives,
        } satisfies TileQuery,
      }
    },
    view: ({ days, medians }, scope) => {
      const { words, format } = scope
      const known = medians
        .map((row) => ({ row, name: nameOf(row), n: Number(cell(row, 'cycle_survival.deals')) }))
        .toSorted((a, b) => b.n - a.n || a.name.localeCompare(b.name))
      const shown = known.filter(({ n }) => n >= FEW).slice(0, MOST)
      if (shown.length === 0) return { kind: 'empty', reason: words.life.notFollowed }
      const rowsOf = (name: string): readonly Row[] =>
        days.filter((row) => cell(row, 'cycle_curve.member') === name)
      const ticks = ticksOf(days)
      return {
        kind: 'chart',
        message: messageOf(shown, scope),
        chart: {
          kind: 'steps',
          label: words.curve.wonLabel(words.filter.name[kind].toLowerCase()),
          axisName: words.curve.axis,
          atRiskName: words.curve.atRisk,
          ticks,
          percent: (value) => format.percent(value, 0),
          curves: shown.map(({ row, name }) => {
            const median = cell(row, 'cycle_survival.km_median_days')
            const end = median === null ? name : words.curve.end(name, format.decimal(median))
            return curveOf(name, end, rowsOf(name), drawn)
          }),
          atRisk: shown.map(({ name }) => ({ name, counts: followedAt(rowsOf(name), ticks, scope) })),
        },
        table: curveTable(
          shown.map(({ name }) => ({ name, rows: rowsOf(name), value: drawn.value })),
          ticks,
          scope,
        ),
      }
    },
  })
}

const nameOf = (row: Row): string => cell(row, 'cycle_survival.member') ?? '–'

/** Who wins most of its deals within 90 days, and who decides them soonest. */
function messageOf(shown: readonly { row: Row; name: string }[], { words, format }: Scope): string | null {
  const best = shown.toSorted(
    (a, b) =>
      Number(cell(b.row, 'cycle_survival.cif_won_90')) - Number(cell(a.row, 'cycle_survival.cif_won_90')),
  )[0]
  const quickest = shown
    .filter(({ row }) => cell(row, 'cycle_survival.km_median_days') !== null)
    .toSorted(
      (a, b) =>
        Number(cell(a.row, 'cycle_survival.km_median_days')) -
        Number(cell(b.row, 'cycle_survival.km_median_days')),
    )[0]
  if (!best || !quickest || shown.length < 2) return null
  return words.curve.wonMessage(
    best.name,
    format.percent(cell(best.row, 'cycle_survival.cif_won_90'), 0),
    quickest.name,
    format.decimal(cell(quickest.row, 'cycle_survival.km_median_days')),
  )
}

export const incidenceByMethod = incidenceBy({ id: 'won-by-age-and-method', kind: 'method' })
export const incidenceBySegment = incidenceBy({ id: 'won-by-age-and-segment', kind: 'segment' })
