import { type Kysely, sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { companyDay, daysBetween, sumAmount } from '../warehouse/portable.ts'
import type { KnownColumns } from './known-columns.ts'
import { microsOf } from './money.ts'

/** What owners of a territory booked, less what was taken back, on one day; known from another. */
export interface Booking {
  readonly bookedOn: number
  readonly knownOn: number
  readonly rep: string
  readonly territory: string
  readonly micros: bigint
}

/** The bookings of a company, by the days on which they happened and became known. */
export async function readBookingDays(db: Kysely<KnownColumns>): Promise<Booking[]> {
  const epoch = sql<string>`date '1970-01-01'`
  const days = db
    .selectFrom('fct_booking as b')
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .onRef('v.opportunity_id', '=', 'b.opportunity_id')
        .onRef('v.version_number', '=', 'b.version_number'),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .leftJoin('dim_rep as r', 'r.rep_key', 'b.rep_key')
    .select((eb) => [
      daysBetween(epoch, eb.ref('b.booked_on')).as('booked_on'),
      daysBetween(epoch, companyDay(eb.ref('v.loaded_from'), eb.ref('c.timezone'))).as('known_on'),
      sql<string>`coalesce(${eb.ref('r.rep_id')}, ${UNKNOWN})`.as('rep'),
      'b.territory_key',
      'b.amount',
    ])
    .as('d')
  const rows = await db
    .selectFrom(days)
    .groupBy(['d.booked_on', 'd.known_on', 'd.rep', 'd.territory_key'])
    .orderBy('d.booked_on')
    .orderBy('d.known_on')
    .orderBy('d.rep')
    .orderBy('d.territory_key')
    .select((eb) => [
      'd.booked_on as bookedOn',
      'd.known_on as knownOn',
      'd.rep',
      'd.territory_key as territory',
      sumAmount(eb.ref('d.amount')).as('amount'),
    ])
    .execute()
  return rows.map(({ amount, ...row }) => ({ ...row, micros: microsOf(amount) }))
}
