import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'

export const seatColumns = {
  rep_id: required('text', 'User id'),
  seat_from: required('date', 'First day of carrying quota; 1900 where it is not told'),
  seat_to: required('date', 'Last day of it; 9999 while in the seat'),
} as const

/**
 * When people carry quota: by the dates that are told now, else until their log-in was made inactive, where a
 * version tells when. Of someone who came back the earlier stretch counts too: it ended before the new one began.
 */
export const intSeat = defineModel({
  name: 'int_seat',
  layer: 'intermediate',
  grain: 'one row a person and stretch of carrying quota',
  key: ['rep_id', 'seat_from', 'seat_to'],
  columns: seatColumns,
  query: (db) =>
    db
      .selectFrom('dim_rep as r')
      .leftJoin(leavers(db).as('l'), 'l.rep_id', 'r.rep_id')
      .where('r.is_current', '=', true)
      .select((eb) => [
        'r.rep_id',
        sql<string>`coalesce(${eb.ref('r.quota_start')}, date '1900-01-01')`.as('seat_from'),
        sql<string>`coalesce(${eb.ref('r.quota_end')}, case when not ${eb.ref('r.is_active')} then ${eb.ref('l.left_on')} end, date '9999-12-31')`.as(
          'seat_to',
        ),
      ])
      .union(
        db
          .selectFrom('dim_rep as v')
          .innerJoin('dim_rep as r', (join) =>
            join
              .onRef('r.rep_id', '=', 'v.rep_id')
              .on('r.is_current', '=', true)
              .onRef('v.quota_end', '<', 'r.quota_start'),
          )
          .select((eb) => [
            'v.rep_id',
            sql<string>`coalesce(${eb.ref('v.quota_start')}, date '1900-01-01')`.as('seat_from'),
            eb.ref('v.quota_end').$castTo<string>().as('seat_to'),
          ]),
      ),
})

/** The day of the last change from active to inactive. Whoever was inactive when first seen left at a time unknown. */
function leavers(db: Kysely<Warehouse>) {
  return db
    .selectFrom((outer) =>
      outer
        .selectFrom('dim_rep as r')
        .select((eb) => [
          'r.rep_id',
          'r.valid_from',
          'r.is_active',
          sql<
            boolean | null
          >`lag(${eb.ref('r.is_active')}) over (partition by ${eb.ref('r.rep_id')} order by ${eb.ref('r.valid_from')})`.as(
            'was_active',
          ),
        ])
        .as('versions'),
    )
    .innerJoin('company as c', (join) => join.onTrue())
    .where('versions.is_active', '=', false)
    .where('versions.was_active', '=', true)
    .groupBy('versions.rep_id')
    .select((eb) => [
      'versions.rep_id',
      sql<string>`max(${companyDay(eb.ref('versions.valid_from'), eb.ref('c.timezone'))})`.as('left_on'),
    ])
}
