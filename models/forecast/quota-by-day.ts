import { type Expression, type QueryCreator, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { share, sumAmount, sumInteger } from '../warehouse/portable.ts'
import { ofEachLevel } from './unit-levels.ts'

/** A quarter that has begun; place 0 is the running one. */
export interface Quarter {
  place: number
  quarter_start: string
  quarter_end: string
  quarter_name: string
}
/** A day of the running quarter. */
export interface Day {
  on_day: string
  day_of_quarter: number
  is_over: boolean
}
/** Quota up to each day: of months before it all, of its own month the share of the business days that are over. */
export function quotaByDay(db: QueryCreator<Warehouse & { quarters: Quarter; days: Day }>) {
  const gone = db
    .selectFrom('days as d')
    .innerJoin('quarters as q', (join) => join.on('q.place', '=', 0))
    .innerJoin('dim_date as m', (join) =>
      join.onRef('m.date_key', '>=', 'q.quarter_start').onRef('m.date_key', '<=', 'q.quarter_end'),
    )
    .groupBy(['d.on_day', 'm.month_start'])
    .select((eb) => {
      const [business, isGone] = [
        sql`${eb.ref('m.is_business_day')}`,
        sql`${eb.ref('m.date_key')} <= ${eb.ref('d.on_day')}`,
      ]
      const count = (condition: Expression<unknown>) =>
        sumInteger(sql<number>`case when ${condition} then 1 else 0 end`)
      const hasBusiness = sql`${count(business)} > 0`
      return [
        'd.on_day',
        'm.month_start',
        sql<number>`case when ${hasBusiness} then ${count(sql`${business} and ${isGone}`)} else ${count(isGone)} end`.as(
          'gone',
        ),
        sql<number>`case when ${hasBusiness} then ${count(business)} else ${count(sql`true`)} end`.as('all'),
      ]
    })
  const atoms = db
    .selectFrom('fct_quota as f')
    .innerJoin('quarters as q', (join) =>
      join
        .onRef('f.month_start', '>=', 'q.quarter_start')
        .onRef('f.month_start', '<=', 'q.quarter_end')
        .on('q.place', '=', 0),
    )
    .leftJoin('dim_rep as r', 'r.rep_key', 'f.rep_key')
    .where('f.amount', '<>', '0')
    .select((eb) => [
      'f.rep_id',
      'r.team',
      'r.territory_id as territory_key',
      'f.month_start',
      sql<string>`coalesce(${eb.ref('f.amount')}, 0)`.as('amount'),
    ])
  return ofEachLevel('a', (level, key) =>
    db
      .selectFrom(
        db
          .selectFrom(atoms.as('a'))
          .groupBy([key, 'a.month_start'])
          .select((eb) => [key.as('unit_key'), 'a.month_start', sumAmount(eb.ref('a.amount')).as('amount')])
          .as('s'),
      )
      .innerJoin(gone.as('g'), 'g.month_start', 's.month_start')
      .groupBy(['s.unit_key', 'g.on_day'])
      .select((eb) => [
        level.as('level'),
        's.unit_key',
        'g.on_day',
        sumAmount(share(eb.ref('s.amount'), eb.ref('g.gone'), eb.ref('g.all'))).as('amount'),
      ]),
  )
}
