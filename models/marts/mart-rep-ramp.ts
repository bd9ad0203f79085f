import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { carriers } from '../intermediate/int-rep-pace.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { countRows, monthStart, monthsBetween, startOfDay } from '../warehouse/portable.ts'

export const martRepRampColumns = {
  rep_id: required('text', 'User id'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Rep as they were at the start')),
  territory_key: joins('dim_territory.territory_key', required('text', "The rep's territory then")),
  start_month: required('date', 'First day of the month in which they began to carry quota'),
  months_followed: optional(
    'integer',
    "Months from the start to ramping up, or, not yet ramped, as far as that is known not to be; empty where they started before the company's first win or too late to tell",
  ),
  is_ramped: optional('boolean', 'True once ramped up; empty where they are not followed'),
  ramped_month: optional('date', 'First of the two months in a row by which they did'),
  has_left: required('boolean', 'True where they carry quota no longer'),
} as const

/**
 * When reps ramped up: in the first of two complete months in a row in which they booked at least 80% of the median of
 * the tenured. Those who left before and those who have not are censored, not dropped.
 */
export const martRepRamp = defineModel({
  name: 'mart_rep_ramp',
  layer: 'mart',
  grain: 'one row a rep who carries quota, or did',
  key: ['rep_id'],
  columns: martRepRampColumns,
  query: (db) => {
    const paired = db
      .selectFrom('int_rep_pace')
      .select((eb) => [
        'rep_id',
        'month_start',
        sql<boolean>`${eb.ref('keeps_pace')} and coalesce(lead(${eb.ref('keeps_pace')}) over (partition by ${eb.ref('rep_id')} order by ${eb.ref('month_start')}), false)`.as(
          'is_pair',
        ),
      ])
    const told = db
      .selectFrom(paired.as('p'))
      .groupBy('p.rep_id')
      .select((eb) => [
        'p.rep_id',
        sql<string | null>`min(case when ${eb.ref('p.is_pair')} then ${eb.ref('p.month_start')} end)`.as(
          'ramped_month',
        ),
        sql<string>`min(${eb.ref('p.month_start')})`.as('first_month'),
        sql<string>`max(${eb.ref('p.month_start')})`.as('last_month'),
      ])
    return db
      .selectFrom(carriers(db).as('s'))
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin(told.as('t'), (join) =>
        join
          .onRef('t.rep_id', '=', 's.rep_id')
          // Who started before anything is known of may have ramped up long ago.
          .on((eb) => eb('t.first_month', '=', monthStart(eb.ref('s.start_on')))),
      )
      .leftJoin('dim_rep as now', (join) =>
        join.onRef('now.rep_id', '=', 's.rep_id').on('now.is_current', '=', true),
      )
      .leftJoin('dim_rep as v', (join) =>
        join
          .onRef('v.rep_id', '=', 's.rep_id')
          .on((eb) =>
            eb(startOfDay(eb.ref('s.start_on'), eb.ref('c.timezone')), '>=', eb.ref('v.valid_from')),
          )
          .on((eb) => eb(startOfDay(eb.ref('s.start_on'), eb.ref('c.timezone')), '<', eb.ref('v.valid_to'))),
      )
      .select((eb) => {
        // That the last month is the first of two can only be told by the next one.
        const censored = sql<number>`(${monthsBetween(eb.ref('s.start_on'), eb.ref('t.last_month'))} - 1)`
        const followed = sql<
          number | null
        >`case when ${eb.ref('t.ramped_month')} is not null then ${monthsBetween(eb.ref('s.start_on'), eb.ref('t.ramped_month'))} when ${censored} >= 0 then ${censored} end`
        return [
          's.rep_id',
          orUnknown(eb.ref('v.rep_key')).as('rep_key'),
          orUnknown(eb.ref('v.territory_id')).as('territory_key'),
          monthStart(eb.ref('s.start_on')).as('start_month'),
          followed.as('months_followed'),
          sql<
            boolean | null
          >`case when ${followed} is not null then ${eb.ref('t.ramped_month')} is not null end`.as(
            'is_ramped',
          ),
          't.ramped_month',
          sql<boolean>`${eb.ref('s.end_on')} < ${eb.ref('c.as_of_on')} or not coalesce(${eb.ref('now.is_active')}, true)`.as(
            'has_left',
          ),
        ]
      })
  },
  audits: [
    {
      name: 'a rep is ramped where a month of ramping is told',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('mart_rep_ramp')
          .where(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('is_ramped')}, false) <> (${eb.ref('ramped_month')} is not null)`,
          )
          .select('rep_id as example'),
    },
    reconciles('reps are as many as have been in the seat with a quota and are no mere leaders', (db) => ({
      here: db.selectFrom('mart_rep_ramp').select(countRows().as('total')),
      there: db.selectFrom(carriers(db).as('c')).select(countRows().as('total')),
    })),
  ],
})
