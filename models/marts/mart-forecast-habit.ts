import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble, countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

/** Quarters below which no habit is told. */
const ENOUGH_QUARTERS = 4
/** Bias, over or under, that is no habit. */
const SLIGHT = 0.05

export const martForecastHabitColumns = {
  rep_key: joins('dim_rep.rep_key', required('text', 'Who submitted')),
  quarters: required('integer', 'Fiscal quarters that are over with submissions of a commit and bookings'),
  quarters_over: required(
    'integer',
    'Of these, with more committed than booked, all weeks of the quarter together',
  ),
  committed: required('amount', 'Commits of all weeks'),
  booked: required('amount', 'Bookings of the quarters, once a week'),
  bias: optional('double', 'committed / booked - 1: above 0 hopes, below 0 sandbags'),
  habit: required(
    'text',
    'hopes or sandbags: off by more than 5% to one side, and on that side in at least three of four quarters; neither; too_few where fewer than four quarters tell',
    ['hopes', 'sandbags', 'neither', 'too_few'],
  ),
} as const

/** Who commits more than they bring, or less, quarter after quarter. */
export const martForecastHabit = defineModel({
  name: 'mart_forecast_habit',
  layer: 'mart',
  grain: 'one row a rep who submitted a commit for a quarter that is over',
  key: ['rep_key'],
  columns: martForecastHabitColumns,
  query: (db) =>
    db
      .selectFrom(quarters(db).as('q'))
      .groupBy('q.rep_key')
      .select((eb) => {
        const n = countRows()
        const over = sumInteger(
          sql<number>`case when ${eb.ref('q.committed')} > ${eb.ref('q.booked')} then 1 else 0 end`,
        )
        const [committed, booked] = [sumAmount(eb.ref('q.committed')), sumAmount(eb.ref('q.booked'))]
        const bias = sql<number>`cast(${committed} as double precision) / cast(${booked} as double precision) - 1.0`
        const shareOver = sql<number>`${asDouble(over)} / ${n}`
        return [
          'q.rep_key',
          n.as('quarters'),
          over.as('quarters_over'),
          committed.as('committed'),
          booked.as('booked'),
          bias.$castTo<number | null>().as('bias'),
          sql<string>`case when ${n} < ${sql.lit(ENOUGH_QUARTERS)} then 'too_few' when ${bias} > ${sql.lit(SLIGHT)} and ${shareOver} >= 0.75 then 'hopes' when ${bias} < -${sql.lit(SLIGHT)} and ${shareOver} <= 0.25 then 'sandbags' else 'neither' end`.as(
            'habit',
          ),
        ]
      }),
})

/** Commits and bookings of each rep and quarter, all weeks of it together. */
function quarters(db: Kysely<Warehouse>) {
  return db
    .selectFrom('mart_forecast_accuracy as a')
    .where('a.level', '=', 'rep')
    .where('a.method', '=', 'commit')
    .where('a.week_of_quarter', '>', 0)
    .where('a.actual', '>', '0')
    .groupBy(['a.rep_key', 'a.period_start'])
    .select((eb) => [
      'a.rep_key',
      'a.period_start',
      sumAmount(eb.ref('a.point')).as('committed'),
      sumAmount(eb.ref('a.actual')).as('booked'),
    ])
}
