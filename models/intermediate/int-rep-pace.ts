import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble, monthStart, monthsBetween, sumAmount } from '../warehouse/portable.ts'

/** Complete months in the seat after which a rep is tenured. */
const TENURED = 12
/** Share of what the tenured book that a rep has to reach. */
const PACE = 0.8

export const repPaceColumns = {
  rep_id: required('text', 'User id'),
  start_on: required('date', 'First day of carrying quota'),
  month_start: required('date', 'First day of the month'),
  bookings: required('double', 'Bookings of the month'),
  is_tenured: required('boolean', `True after ${TENURED} complete months in the seat`),
  keeps_pace: required(
    'boolean',
    `True where the bookings are at least ${PACE * 100}% of the median of the tenured, and that is above 0`,
  ),
} as const

/**
 * Complete months in the seat, those without wins included, from the company's first win on. Who leads others and owns
 * no deal has a quota for them: such people neither ramp up nor tell what the tenured book.
 */
export const intRepPace = defineModel({
  name: 'int_rep_pace',
  layer: 'intermediate',
  grain: 'one row a rep and complete month of carrying quota',
  key: ['rep_id', 'month_start'],
  columns: repPaceColumns,
  query: (db) => {
    const usual = db
      .selectFrom(months(db).as('m'))
      .where('m.is_tenured', '=', true)
      .groupBy('m.month_start')
      .select((eb) => [
        'm.month_start',
        sql<number>`percentile_cont(0.5) within group (order by ${eb.ref('m.bookings')})`.as('median'),
      ])
    return db
      .selectFrom(months(db).as('m'))
      .leftJoin(usual.as('u'), 'u.month_start', 'm.month_start')
      .select((eb) => [
        'm.rep_id',
        'm.start_on',
        'm.month_start',
        'm.bookings',
        'm.is_tenured',
        sql<boolean>`coalesce(${eb.ref('u.median')} > 0 and ${eb.ref('m.bookings')} >= ${sql.lit(PACE)} * ${eb.ref('u.median')}, false)`.as(
          'keeps_pace',
        ),
      ])
  },
})

/** Who carries quota, from when and until when. */
export function carriers(db: Kysely<Warehouse>) {
  const quota = db
    .selectFrom('fct_quota as f')
    .where('f.days_in_seat', '>', 0)
    .where('f.amount', '>', '0')
    .groupBy('f.rep_id')
    .select((eb) => ['f.rep_id', sql<string>`min(${eb.ref('f.month_start')})`.as('first_month')])
  const owners = db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_rep as r', 'r.rep_key', 'o.rep_key')
    .select('r.rep_id')
  const leaders = db
    .selectFrom('dim_rep as l')
    .where('l.is_current', '=', true)
    .where('l.manager_id', 'is not', null)
    .select('l.manager_id')
  return db
    .selectFrom('int_seat as s')
    .innerJoin(quota.as('q'), 'q.rep_id', 's.rep_id')
    .where((eb) => eb.or([eb('s.rep_id', 'in', owners), eb('s.rep_id', 'not in', leaders)]))
    .groupBy(['s.rep_id', 'q.first_month'])
    .select((eb) => [
      's.rep_id',
      // Where no first day is told it is that of the first quota.
      sql<string>`case when min(${eb.ref('s.seat_from')}) > date '1900-01-01' then min(${eb.ref('s.seat_from')}) else ${eb.ref('q.first_month')} end`.as(
        'start_on',
      ),
      sql<string>`max(${eb.ref('s.seat_to')})`.as('end_on'),
    ])
}

function months(db: Kysely<Warehouse>) {
  const won = db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_rep as r', 'r.rep_key', 'o.rep_key')
    .where('o.status', '=', 'won')
    .where('o.closed_on', 'is not', null)
    .groupBy((eb) => ['r.rep_id', monthStart(eb.ref('o.closed_on'))])
    .select((eb) => [
      'r.rep_id',
      monthStart(eb.ref('o.closed_on')).as('month_start'),
      sumAmount(sql<string>`coalesce(${eb.ref('o.amount')}, 0)`).as('bookings'),
    ])
  const history = db
    .selectFrom('fct_opportunity as x')
    .where('x.status', '=', 'won')
    .select((eb) => monthStart(sql<string>`min(${eb.ref('x.closed_on')})`).as('first_month'))
  return db
    .selectFrom(carriers(db).as('c'))
    .innerJoin(history.as('h'), (join) => join.onTrue())
    .innerJoin('int_fiscal_period as p', (join) =>
      join
        .on('p.period_kind', '=', 'month')
        .on('p.is_complete', '=', true)
        .onRef('p.date_key', '=', 'p.period_start')
        .onRef('p.period_start', '>=', 'h.first_month')
        .on((eb) => eb('p.period_start', '>=', monthStart(eb.ref('c.start_on'))))
        .onRef('p.period_end', '<=', 'c.end_on'),
    )
    .leftJoin(won.as('w'), (join) =>
      join.onRef('w.rep_id', '=', 'c.rep_id').onRef('w.month_start', '=', 'p.period_start'),
    )
    .select((eb) => {
      const begun = sql`case when ${eb.ref('c.start_on')} > ${monthStart(eb.ref('c.start_on'))} then 1 else 0 end`
      return [
        'c.rep_id',
        'c.start_on',
        'p.period_start as month_start',
        asDouble(sql<number>`coalesce(${eb.ref('w.bookings')}, 0)`).as('bookings'),
        sql<boolean>`${monthsBetween(eb.ref('c.start_on'), eb.ref('p.period_start'))} - ${begun} >= ${sql.lit(TENURED)}`.as(
          'is_tenured',
        ),
      ]
    })
}
