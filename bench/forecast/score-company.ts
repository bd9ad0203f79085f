import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { dayNumber } from '../../models/forecast/company-days.ts'
import type { UnitForecast } from '../../models/forecast/forecast.ts'
import { onlyKnown } from '../../models/forecast/known-columns.ts'
import { bookedWithin, type KnownDeal } from '../../models/forecast/known-deals.ts'
import { openDeals } from '../../models/forecast/learn.ts'
import { makeForecasts, readCompany } from '../../models/forecast/make-forecasts.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { isBusinessDay, monthOf } from '../../pipelines/sources/sample/calendar.ts'
import { methods, monthWeights, yearlyGrowth } from '../../pipelines/sources/sample/parameters.ts'
import { kindOf, newbornChance, oracleChance, type TrueRep, usualSize } from './oracle.ts'
import type { Scored } from './scores.ts'

/** Forecasts of one company quarter beside what came, and the oracle's. */
export interface QuarterScore {
  readonly origin: string
  readonly actual: number
  readonly forecasts: Readonly<Record<UnitForecast['method'] | 'oracle', number>>
  readonly range: readonly [number, number]
}

export interface CompanyScore {
  readonly ours: readonly Scored[]
  readonly oracle: readonly Scored[]
  readonly quarters: readonly QuarterScore[]
}

interface Truth {
  readonly reps: readonly { readonly id: string; readonly skill: number; readonly quotaFrom: string }[]
}

/** Scores forecasts of a sample company's running quarters, made at the ends of some days, against what came and an oracle. */
export async function scoreCompany(
  db: Kysely<Warehouse>,
  exportsFolder: string,
  origins: readonly string[],
  seed: number,
): Promise<CompanyScore> {
  const made = await makeForecasts(db, { origins, dealOrigins: new Set(origins) })
  const company = await readCompany(onlyKnown(db), dayNumber(origins[0] ?? ''))
  const end = Number.POSITIVE_INFINITY
  const truth = JSON.parse(readFileSync(join(exportsFolder, 'truth.json'), 'utf8')) as Truth
  const reps = new Map(
    truth.reps.map(({ id, skill, quotaFrom }): [string, TrueRep] => [
      id,
      { skill, quotaDay: dayNumber(quotaFrom) },
    ]),
  )
  const nobody: TrueRep = { skill: 0, quotaDay: 0 }
  const ours: Scored[] = []
  const oracle: Scored[] = []
  const quarters = origins.map((origin): QuarterScore => {
    const day = dayNumber(origin)
    const { first, last } = company.days.quarter(day)
    const known = company.newestOn(day)
    const pOf = new Map(
      made.deals
        .filter((deal) => deal.origin === origin && dayNumber(deal.periodEnd) === last)
        .map((deal) => [deal.opportunityId, deal.pWin]),
    )
    let expected = 0
    for (const [at, { deal, running }] of openDeals(company, day, company.deals).entries()) {
      const came = deal.booked.some(
        (amount, place) =>
          amount > 0 && (deal.bookedOn[place] ?? 0) > known && (deal.bookedOn[place] ?? 0) <= last,
      )
      const rep = reps.get(running.owner ?? '') ?? nobody
      const p = oracleChance(deal, running, rep, { known, upTo: last, seed: seed * 100_000 + at })
      ours.push({ p: pOf.get(deal.id) ?? Number.NaN, came })
      oracle.push({ p, came })
      expected += p * (running.amount ?? usualSize(kindOf(deal)) * meanOverMedian(deal))
    }
    const ofCompany = made.units.filter(
      (unit) => unit.origin === origin && unit.level === 'company' && dayNumber(unit.periodEnd) === last,
    )
    const hazard = ofCompany.find(({ method }) => method === 'hazard')
    const won = Number(hazard?.won)
    return {
      origin,
      actual: company.deals.reduce((sum, deal) => sum + bookedWithin(deal, end, first - 1, last), 0),
      forecasts: {
        ...(Object.fromEntries(ofCompany.map(({ method, point }) => [method, Number(point)])) as Record<
          UnitForecast['method'],
          number
        >),
        oracle: won + expected + oracleNewborns(company.deals, { known, upTo: last, seed }),
      },
      range: [Number(hazard?.p10), Number(hazard?.p90)],
    }
  })
  return { ours, oracle, quarters }
}

const meanOverMedian = (deal: KnownDeal): number => Math.exp(methods[kindOf(deal).method].sizeSigma ** 2 / 2)

/** What deals that come up later bring, by the true season, growth and hazards, and the numbers of the whole history. */
function oracleNewborns(
  deals: readonly KnownDeal[],
  { known, upTo, seed }: { known: number; upTo: number; seed: number },
): number {
  const [first, last] = deals.reduce(
    ([from, to], { validOn: [born = from] }) => [Math.min(from, born), Math.max(to, born)],
    [Number.POSITIVE_INFINITY, 0],
  )
  const weight = (day: number): number =>
    (monthWeights[monthOf(day) % 12] ?? 1) *
    (1 + yearlyGrowth) ** ((day - first) / 365) *
    (isBusinessDay(day) ? 1 : 0.06)
  let all = 0
  for (let day = first; day <= last; day++) all += weight(day)
  const kinds = new Map<string, { kind: ReturnType<typeof kindOf>; deals: KnownDeal[] }>()
  for (const deal of deals) {
    const kind = kindOf(deal)
    const key = `${kind.method} ${kind.segment}`
    const group = kinds.get(key) ?? { kind, deals: [] }
    group.deals.push(deal)
    kinds.set(key, group)
  }
  let sum = 0
  for (const { kind, deals: group } of kinds.values())
    for (let day = known + 1; day <= upTo; day += 7) {
      const middle = Math.min(day + 3, upTo)
      let born = 0
      for (let d = day; d < day + 7 && d <= upTo; d++) born += (group.length * weight(d)) / all
      const amount = usualSize(kind) * Math.exp(methods[kind.method].sizeSigma ** 2 / 2)
      sum += born * newbornChance(kind, middle, upTo, seed) * amount
    }
  return sum
}
