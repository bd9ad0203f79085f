import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'
import { recentQuarters } from './recent-quarters.ts'

/**
 * Days before the build's on which a forecast could be made, from so many fiscal quarters back on: of each week the last
 * on which opportunities were loaded, for between loads nothing new is known; and the last days of the weeks before
 * the first load, whose knowledge is that of the CRM itself.
 */
export async function forecastDays(db: Kysely<Warehouse>, quartersBack: number): Promise<string[]> {
  const rows = await db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin(recentQuarters(db).as('q'), (join) => join.on('q.place', '=', quartersBack))
    .innerJoin(known(db).as('k'), (join) => join.onTrue())
    .leftJoin(loads(db).as('l'), 'l.loaded_on', 'd.date_key')
    .whereRef('d.date_key', '>=', 'q.quarter_start')
    .whereRef('d.date_key', '>', 'k.first_on')
    .whereRef('d.date_key', '<', 'c.as_of_on')
    .where((eb) =>
      eb.or([
        eb('l.loaded_on', 'is not', null),
        eb.and([
          sql<boolean>`mod(${eb.ref('d.iso_weekday')}, 7) + 1 = ${eb.ref('c.week_start')}`,
          sql<boolean>`${eb.ref('d.date_key')} < coalesce(${eb.ref('k.loaded_on')}, ${eb.ref('c.as_of_on')})`,
        ]),
      ]),
    )
    .groupBy('d.week_start')
    .orderBy('d.week_start')
    .select((eb) => sql<string>`max(${eb.ref('d.date_key')})`.as('day'))
    .execute()
  return rows.map((row) => row.day)
}

/** Company days on which versions of opportunities were loaded. */
function loads(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('v.is_reconstructed', '=', false)
    .select((eb) => companyDay(eb.ref('v.known_from'), eb.ref('c.timezone')).as('loaded_on'))
    .distinct()
}

/** The day on which the first opportunity became known, and that on which the first version was loaded. */
function known(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .select((eb) => {
      const day = companyDay(eb.ref('v.known_from'), eb.ref('c.timezone'))
      return [
        sql<string | null>`min(${day})`.as('first_on'),
        sql<string | null>`min(case when not ${eb.ref('v.is_reconstructed')} then ${day} end)`.as(
          'loaded_on',
        ),
      ]
    })
}
