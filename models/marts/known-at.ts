import { type Kysely, type QueryCreator, sql } from 'kysely'
import { STANDARD_CALENDAR } from '../contract/fiscal-calendar.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, endOfDay } from '../warehouse/portable.ts'

/** Days between which it is told what became known, with the quarter that is running. */
interface Span {
  span: string
  timezone: string
  then_on: string
  now_on: string
  quarter_start: string
  quarter_end: string
}

/** The week and the four weeks up to the build's day. */
export function spans(db: Kysely<Warehouse>) {
  return db
    .selectFrom('company as c')
    .innerJoin('dim_fiscal_date as d', (join) =>
      join.onRef('d.date_key', '=', 'c.as_of_on').on('d.calendar', '=', STANDARD_CALENDAR),
    )
    .innerJoin(
      sql<{ span: string; days: number }>`(values ('week', 7), ('month', 28))`.as<'s'>(sql`s(span, days)`),
      (join) => join.onTrue(),
    )
    .select((eb) => [
      's.span',
      'c.timezone',
      sql<string>`${eb.ref('c.as_of_on')} - ${eb.ref('s.days')}`.as('then_on'),
      'c.as_of_on as now_on',
      'd.fiscal_quarter_start as quarter_start',
      'd.fiscal_quarter_end as quarter_end',
    ])
}

export type WithSpans = Warehouse & { spans: Span }

/** The version of each opportunity that was taken for the newest at the end of a day. */
export function knownAt(db: QueryCreator<WithSpans>, day: 'then_on' | 'now_on') {
  return db
    .selectFrom('spans as s')
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .on((eb) => eb('v.loaded_from', '<', endOfDay(eb.ref(`s.${day}`), eb.ref('s.timezone'))))
        .on((eb) => eb('v.loaded_to', '>=', endOfDay(eb.ref(`s.${day}`), eb.ref('s.timezone')))),
    )
}

/** The pipeline of the quarter as known then, and less what is known now: with the changes it comes to nothing. */
export function openAt(db: QueryCreator<WithSpans>, day: 'then_on' | 'now_on') {
  return knownAt(db, day)
    .innerJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'v.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('r.valid_from', '<=', 's.now_on')
        .onRef('r.valid_before', '>', 's.now_on'),
    )
    .where('v.status', '=', 'open')
    .whereRef('v.close_date', '>=', 's.quarter_start')
    .whereRef('v.close_date', '<=', 's.quarter_end')
    .select((eb) => {
      const value = sql<string>`coalesce(${convert(eb.ref('v.amount_deal'), eb.ref('r.rate'))}, 0)`
      return ['s.span', (day === 'then_on' ? value : sql<string>`-${value}`).as('amount')]
    })
}
