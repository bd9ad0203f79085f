import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay, daysBetween } from '../warehouse/portable.ts'
import { readBookingDays } from './bookings.ts'
import { CompanyDays, dayNumber } from './company-days.ts'
import { Folds } from './folds.ts'
import type { DealForecast, UnitForecast, UnitPace } from './forecast.ts'
import { forecastPeriods } from './forecast-periods.ts'
import { type KnownColumns, onlyKnown } from './known-columns.ts'

import { type Company, type Learned, learn } from './learn.ts'
import { Owners } from './owners.ts'
import { readKnownDeals } from './read-known-deals.ts'
import { readStages } from './stages.ts'

export type { DealForecast, UnitForecast } from './forecast.ts'

export interface ForecastOptions {
  /** Ascending company days: what was known when that day ended; the last may be the running day. */
  readonly origins: readonly string[]
  /** Origins whose deals are wanted. */
  readonly dealOrigins: ReadonlySet<string>
  /** Origin whose way to the end of the quarter is wanted. */
  readonly paceOrigin?: string | null
}

/** Rises when the same history gives other forecasts. */
export const MODEL_VERSION = 'hazard-1'
/** Deals that hazards are learned from, at most about. */
const MOST_SAMPLED = 30_000

/**
 * Forecasts, for the end of each of some days, what each unit will book in the running fiscal quarter and the next,
 * and what is to become of each open deal. Nothing that became known later has a part in it. Hazards are learned anew
 * for each fiscal quarter, at its first origin.
 */
export async function makeForecasts(
  warehouse: Kysely<Warehouse>,
  { origins, dealOrigins, paceOrigin = null }: ForecastOptions,
): Promise<{ units: UnitForecast[]; deals: DealForecast[]; pace: UnitPace[]; modelVersion: string }> {
  const db = onlyKnown(warehouse)
  const units: UnitForecast[] = []
  const deals: DealForecast[] = []
  const pace: UnitPace[] = []
  const days = origins.map(dayNumber)
  const [first] = days
  if (first !== undefined) {
    const company = await readCompany(db, first)
    const bookings = await readBookingDays(db)
    const folds = new Folds(company)
    const taught = new Map<number, Learned>()
    for (const [at, origin] of days.entries()) {
      const quarter = company.days.quarter(origin).first
      const learned = taught.get(quarter) ?? learn(company, origin)
      taught.set(quarter, learned)
      const made = forecastPeriods({
        company,
        bookings,
        learned,
        record: folds.at(origin),
        origin,
        withDeals: dealOrigins.has(origins[at] ?? ''),
        withPace: origins[at] === paceOrigin,
      })
      units.push(...made.units)
      deals.push(...made.deals)
      pace.push(...made.pace)
    }
  }
  return { units, deals, pace, modelVersion: MODEL_VERSION }
}

const epoch = sql<string>`date '1970-01-01'`

export async function readCompany(db: Kysely<KnownColumns>, first: number): Promise<Company> {
  const days = await CompanyDays.read(db)
  const count = await db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .where((eb) =>
      eb(daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone'))), '<=', first),
    )
    .select((eb) => sql<number>`cast(count(distinct ${eb.ref('v.opportunity_id')}) as integer)`.as('n'))
    .executeTakeFirstOrThrow()
  const share = Math.min(1, MOST_SAMPLED / Math.max(1, count.n))
  const deals = await readKnownDeals(db, { share, openSince: first })
  return {
    deals,
    share,
    days,
    stages: await readStages(db),
    owners: await Owners.read(db),
    newestOn: await readNewest(db),
  }
}

/**
 * The day of the newest state known at the end of a day. Before the first load what happened is taken to have been known
 * at once; after it nothing later than the last load was.
 */
async function readNewest(db: Kysely<KnownColumns>): Promise<(origin: number) => number> {
  const { asOf } = await db
    .selectFrom('company as c')
    .select((eb) => daysBetween(epoch, eb.ref('c.as_of_on')).as('asOf'))
    .executeTakeFirstOrThrow()
  const loads = await db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('v.is_reconstructed', '=', false)
    .select((eb) => daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone'))).as('day'))
    .distinct()
    .execute()
  const known = loads.map(({ day }) => day).sort((a, b) => a - b)
  return (origin) => (origin >= asOf ? asOf : (known.findLast((day) => day <= origin) ?? origin))
}
