import type { Kysely } from 'kysely'
import { calibrate, uncalibrated } from '../../models/forecast/calibrate.ts'
import { dayNumber, dayText } from '../../models/forecast/company-days.ts'
import { chancesOf, comingWins, expectAt } from '../../models/forecast/expectation.ts'
import { onlyKnown } from '../../models/forecast/known-columns.ts'
import { bookedWithin } from '../../models/forecast/known-deals.ts'
import { learn } from '../../models/forecast/learn.ts'
import { readCompany } from '../../models/forecast/make-forecasts.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { auc, bias, brier, calibrationError, mean, type Scored, wape } from './scores.ts'

const FIRST = dayNumber('2017-05-01')
const ORIGINS = 16
const AHEAD = 30
/** Origins on which features were chosen; the others were left alone. */
const CHOSEN_ON = 8

interface OriginScore {
  readonly scored: readonly Scored[]
  readonly actual: number
  readonly forecast: number
  readonly mean90: number
  readonly monthOfQuarter: number
}

/** Prints how forecasts of the next 30 days did, beside a moving average and the mean by month of the quarter. */
export async function scoreMaven(db: Kysely<Warehouse>): Promise<void> {
  const company = await readCompany(onlyKnown(db), FIRST)
  const raw: { readonly origin: number; readonly scored: readonly Scored[] }[] = []
  const scores = Array.from({ length: ORIGINS }, (_, at): OriginScore => {
    const origin = FIRST + 14 * at
    // Calibrated on the forecasts whose 30 days were over by then.
    const past = raw.filter((one) => one.origin + AHEAD <= origin).flatMap(({ scored }) => scored)
    const calibration = calibrate(
      past.map(({ p }) => p),
      past.map(({ came }) => came),
    )
    const learned = learn(company, origin)
    const expectation = expectAt(company, learned, origin, company.deals, 6)
    const stretch = { after: origin, upTo: origin + AHEAD }
    const end = Number.POSITIVE_INFINITY
    const within = (after: number, upTo: number, known = end): number =>
      company.deals.reduce((sum, deal) => sum + bookedWithin(deal, known, after, upTo), 0)
    const chancesBy = (by: typeof calibration) =>
      expectation.deals.map(({ outlook }) => chancesOf(company, learned, by, outlook, stretch))
    const scoredBy = (chances: ReturnType<typeof chancesBy>) =>
      expectation.deals.map(
        ({ deal }, place): Scored => ({
          p: chances[place]?.won ?? 0,
          came: bookedWithin(deal, end, origin, origin + AHEAD) > 0,
        }),
      )
    const chances = chancesBy(calibration)
    raw.push({ origin, scored: scoredBy(chancesBy(uncalibrated)) })
    const open = expectation.deals.reduce(
      (sum, { amount }, deal) => sum + (chances[deal]?.won ?? 0) * amount,
      0,
    )
    const coming = comingWins(company, learned, expectation, stretch)
    const from = Math.max(origin - 90, expectation.newborns.firstDay)
    return {
      scored: scoredBy(chances),
      actual: within(origin, origin + AHEAD),
      forecast: (open + coming.reduce((sum, { wins, mean: amount }) => sum + wins * amount, 0)) * learned.net,
      mean90:
        (within(Math.max(from, dayNumber('2017-02-28')), origin, origin) * AHEAD) /
        Math.min(90, origin - dayNumber('2017-02-28')),
      monthOfQuarter: byMonthOfQuarter(origin, (after, upTo) => within(after, upTo, origin)),
    }
  })
  print(`the first ${CHOSEN_ON} origins, on which features were chosen`, scores.slice(0, CHOSEN_ON))
  print(`the last ${ORIGINS - CHOSEN_ON} origins`, scores.slice(CHOSEN_ON))
  print('all origins', scores)
}

const monthOf = (day: number): number => Number(dayText(day).slice(5, 7))

/** For each of the days ahead the mean of the days known of months in the same place of their quarter. */
function byMonthOfQuarter(origin: number, booked: (after: number, upTo: number) => number): number {
  const sums = [0, 0, 0]
  const days = [0, 0, 0]
  for (let day = dayNumber('2017-03-01'); day <= origin; day++) {
    const place = (monthOf(day) - 1) % 3
    sums[place] = (sums[place] ?? 0) + booked(day - 1, day)
    days[place] = (days[place] ?? 0) + 1
  }
  const all = sums.reduce((sum, n) => sum + n, 0) / days.reduce((sum, n) => sum + n, 0)
  return Array.from({ length: AHEAD }, (_, at) => {
    const place = (monthOf(origin + 1 + at) - 1) % 3
    return (days[place] ?? 0) > 0 ? (sums[place] ?? 0) / (days[place] ?? 1) : all
  }).reduce((sum, amount) => sum + amount, 0)
}

function print(name: string, scores: readonly OriginScore[]): void {
  const all = scores.flatMap(({ scored }) => scored)
  const top = [...all].sort((a, b) => b.p - a.p).slice(0, Math.round(all.length / 5))
  const share = (scored: readonly Scored[]) => mean(scored.map(({ came }) => (came ? 1 : 0)))
  const pairs = (method: 'forecast' | 'mean90' | 'monthOfQuarter') =>
    scores.map((score) => ({ actual: score.actual, forecast: score[method] }))
  console.log(`\n${name}: ${all.length} open deals, of which ${(100 * share(all)).toFixed(1)}% were won`)
  console.log(`  AUC ${auc(all).toFixed(4)} (at least 0.77; plain hazard by age .714)`)
  console.log(
    `  AUC within an origin ${mean(scores.map(({ scored }) => auc(scored))).toFixed(4)} (at least 0.74)`,
  )
  console.log(`  Brier ${brier(all).toFixed(4)} (at most 0.107; plain hazard by age .115)`)
  console.log(`  calibration error ${calibrationError(all).toFixed(4)} (at most 0.02)`)
  console.log(
    `  top fifth ${mean(top.map(({ p }) => p)).toFixed(4)} predicted, ${share(top).toFixed(4)} observed (within 0.03)`,
  )
  console.log(
    `  WAPE ${wape(pairs('forecast')).toFixed(4)} (at most 0.10), bias ${bias(pairs('forecast')).toFixed(4)} (at most 0.05)`,
  )
  for (const method of ['mean90', 'monthOfQuarter'] as const)
    console.log(`  ${method}: WAPE ${wape(pairs(method)).toFixed(4)}, bias ${bias(pairs(method)).toFixed(4)}`)
}
