import { curveOf, curveTable, type Drawn, followedAt, ticksOf } from './curve.ts'
import { followed, lifeTitle } from './life.ts'
import { numeric } from './member.ts'
import { defineTile } from './tile.ts'

const outcomes = {
  won: { value: 'cycle_curve.cif_won', low: 'cycle_curve.cif_won_low', high: 'cycle_curve.cif_won_high' },
  lost: { value: 'cycle_curve.cif_lost', low: 'cycle_curve.cif_lost_low', high: 'cycle_curve.cif_lost_high' },
  open: { value: 'cycle_curve.survival', low: 'cycle_curve.survival_low', high: 'cycle_curve.survival_high' },
} as const satisfies Record<string, Drawn>

/** Day by day of their age, what has become of the deals. */
export const outcomeCurve = defineTile({
  id: 'outcome-curve',
  form: 'steps',
  needs: ['opportunity'],
  title: (scope) =>
    lifeTitle(
      scope.words.curve.outcomes,
      scope.words.unit.percent,
      followed('cycle_curve', scope)?.name ?? scope.words.title.everyone,
      scope,
    ),
  queries: (scope) => {
    const found = followed('cycle_curve', scope)
    if (!found) return scope.words.life.notFollowed
    return {
      days: {
        measures: [
          'cycle_curve.at_risk',
          ...Object.values(outcomes).flatMap(({ value, low, high }) => [value, low, high]),
        ],
        dimensions: ['cycle_curve.day'],
        filters: found.filters,
        order: { 'cycle_curve.day': 'asc' },
      },
    }
  },
  view: ({ days }, scope) => {
    const { words, format } = scope
    if (days.length === 0) return { kind: 'empty', reason: words.life.notFollowed }
    const ticks = ticksOf(days)
    const last = ticks.at(-1) ?? 0
    const at = days.findLast((row) => (numeric(row, 'cycle_curve.day') ?? 0) <= last)
    const share = (outcome: keyof typeof outcomes): string =>
      format.percent(numeric(at, outcomes[outcome].value), 0)
    const names = words.curve.outcome
    const kinds = ['won', 'lost', 'open'] as const
    return {
      kind: 'chart',
      message: words.curve.outcomeMessage(format.count(last), share('won'), share('lost'), share('open')),
      chart: {
        kind: 'steps',
        label: words.curve.outcomeLabel,
        axisName: words.curve.axis,
        atRiskName: words.curve.atRisk,
        ticks,
        percent: (value) => format.percent(value, 0),
        curves: kinds.map((kind) =>
          curveOf(names[kind], `${names[kind]} ${share(kind)}`, days, outcomes[kind]),
        ),
        // All three are of the same deals: their number is told once.
        atRisk: [{ name: words.curve.allDeals, counts: followedAt(days, ticks, scope) }],
      },
      table: curveTable(
        kinds.map((kind) => ({ name: names[kind], rows: days, value: outcomes[kind].value })),
        ticks,
        scope,
      ),
    }
  },
})
