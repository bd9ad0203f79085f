import { noiseOf } from './oracle.ts'
import type { CompanyScore, QuarterScore } from './score-company.ts'
import { auc, bias, brier, calibrationError, calibrationSlope, mean, wape } from './scores.ts'

const simple = ['naive', 'mean_90', 'seasonal_naive', 'stage_weighted'] as const

/** The figures of one company; the oracle's Brier score without what its draws add to it. */
function figuresOf({ ours, oracle, quarters }: CompanyScore) {
  const noise = mean(oracle.map(({ p }) => noiseOf(p)))
  return {
    scored: ours.length,
    aucGap: auc(oracle) - auc(ours),
    auc: auc(ours),
    brierGap: brier(ours) - (brier(oracle) - noise),
    brier: brier(ours),
    slope: calibrationSlope(ours),
    slopeGap: Math.abs(calibrationSlope(ours) - calibrationSlope(oracle)),
    ece: calibrationError(ours),
    wape: wapeOf(quarters, 'hazard'),
    bestSimple: Math.min(...simple.map((method) => wapeOf(quarters, method))),
    covered: quarters.filter(({ actual, range: [low, high] }) => actual >= low && actual <= high).length,
  }
}

function pairsOf(quarters: readonly QuarterScore[], method: keyof QuarterScore['forecasts']) {
  return quarters.map(({ actual, forecasts }) => ({ actual, forecast: forecasts[method] }))
}

const wapeOf = (quarters: readonly QuarterScore[], method: keyof QuarterScore['forecasts']): number =>
  wape(pairsOf(quarters, method))

function line(name: string, value: number, limit: string, isHeld: boolean): boolean {
  console.log(`  ${name.padEnd(44)} ${value.toFixed(4).padStart(9)}  ${limit}: ${isHeld ? 'held' : 'MISSED'}`)
  return isHeld
}

const atMost = (name: string, value: number, limit: number): boolean =>
  line(name, value, `at most ${limit}`, value <= limit)

/** Prints the figures of one seed beside their limits. */
export function printSeed(seed: number, score: CompanyScore): void {
  const it = figuresOf(score)
  console.log(
    `\nseed ${seed}: ${it.scored} deals scored, AUC ${it.auc.toFixed(4)}, Brier ${it.brier.toFixed(4)}`,
  )
  line('deals scored', it.scored, 'at least 20000', it.scored >= 20_000)
  atMost('AUC below the oracle', it.aucGap, 0.01)
  atMost('Brier above the oracle', it.brierGap, 0.003)
  atMost("slope from the oracle's", it.slopeGap, 0.06)
  atMost('calibration error', it.ece, 0.02)
  atMost('WAPE over that of the best simple method', it.wape / it.bestSimple, 1)
  for (const { origin, actual, forecasts, range } of score.quarters)
    console.log(
      `  ${origin} came ${millions(actual)} ours ${millions(forecasts.hazard)} (${range.map(millions).join(' to ')}) oracle ${millions(forecasts.oracle)}`,
    )
}

/** Prints the figures of all seeds beside their limits; false where one is missed. */
export function printPooled(scores: readonly CompanyScore[]): boolean {
  const all = scores.map(figuresOf)
  const quarters = scores.flatMap((score) => score.quarters)
  const of = (pick: (figures: (typeof all)[number]) => number) => mean(all.map(pick))
  const best = Math.min(...simple.map((method) => wapeOf(quarters, method)))
  const ours = wapeOf(quarters, 'hazard')
  const slope = of((it) => it.slope)
  const covered = all.reduce((sum, it) => sum + it.covered, 0)
  const share = covered / quarters.length
  console.log(`\n${scores.length} seeds, ${quarters.length} forecasts of company quarters`)
  for (const method of [...simple, 'stage_calibrated', 'hazard', 'oracle'] as const) {
    const pairs = pairsOf(quarters, method)
    console.log(`  ${method.padEnd(18)} WAPE ${wape(pairs).toFixed(4)} bias ${bias(pairs).toFixed(4)}`)
  }
  return [
    atMost(
      'AUC below the oracle, mean',
      of((it) => it.aucGap),
      0.006,
    ),
    atMost(
      'Brier above the oracle, mean',
      of((it) => it.brierGap),
      0.002,
    ),
    line('slope, mean', slope, '0.95 to 1.05', slope >= 0.95 && slope <= 1.05),
    atMost(
      'calibration error, mean',
      of((it) => it.ece),
      0.015,
    ),
    atMost('WAPE over the best simple method', ours / best, 0.7),
    atMost('WAPE over calibrated stages', ours / wapeOf(quarters, 'stage_calibrated'), 1),
    atMost('WAPE over the oracle', ours / wapeOf(quarters, 'oracle'), 1.15),
    line(
      `covered by 80% ranges: ${covered} of ${quarters.length}`,
      share,
      '0.7083 to 0.8833',
      share >= 85 / 120 && share <= 106 / 120,
    ),
  ].every(Boolean)
}

const millions = (amount: number): string => `${(amount / 1e6).toFixed(2)}M`
