import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const periodColumns = {
  period_kind: required('text', 'day, week, month or quarter', ['day', 'week', 'month', 'quarter']),
  period_start: required('date', 'First day of the period'),
  period_end: required('date', 'Last day of the period'),
  known_to: required('date', "Last day of it that the build knows: the period's end, or the build's day"),
  window_start: required('date', 'First day of the fiscal quarter in which the period begins'),
  window_end: required('date', 'Last day of that fiscal quarter'),
} as const

/** The days, weeks, fiscal months and fiscal quarters up to the build, from the first version of any opportunity on. */
export const intPeriod = defineModel({
  name: 'int_period',
  layer: 'intermediate',
  grain: 'one row a kind of period and period',
  key: ['period_kind', 'period_start'],
  columns: periodColumns,
  query: (db) => {
    const periods = db
      .selectFrom(
        of(db, 'day', 'date_key')
          .unionAll(of(db, 'week', 'week_start'))
          .unionAll(of(db, 'month', 'month_start'))
          .unionAll(of(db, 'quarter', 'fiscal_quarter_start'))
          .as('p'),
      )
      .innerJoin('dim_date as d', 'd.date_key', 'p.period_start')
      .innerJoin('company as c', (join) => join.onTrue())
      .select((eb) => [
        'p.period_kind',
        'p.period_start',
        'p.period_end',
        sql<string>`least(${eb.ref('p.period_end')}, ${eb.ref('c.as_of_on')})`.as('known_to'),
        'd.fiscal_quarter_start as window_start',
      ])
      .as('periods')
    // The first week may begin in a quarter that ended before anything was known of.
    const quarters = db
      .selectFrom('dim_date')
      .groupBy('fiscal_quarter_start')
      .select((eb) => [
        'fiscal_quarter_start as period_start',
        sql<string>`max(${eb.ref('date_key')})`.as('period_end'),
      ])
      .as('q')
    return db
      .selectFrom(periods)
      .innerJoin(quarters, 'q.period_start', 'periods.window_start')
      .select([
        'periods.period_kind',
        'periods.period_start',
        'periods.period_end',
        'periods.known_to',
        'periods.window_start',
        'q.period_end as window_end',
      ])
  },
})

function of(
  db: Kysely<Warehouse>,
  kind: 'day' | 'week' | 'month' | 'quarter',
  start: 'date_key' | 'week_start' | 'month_start' | 'fiscal_quarter_start',
) {
  const first = db
    .selectFrom('fct_opportunity_version')
    .select((eb) => sql<string | null>`min(${eb.ref('valid_on')})`.as('day'))
    .as('first')
  return db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin(first, (join) => join.onTrue())
    .groupBy(`d.${start}`)
    .having((eb) => sql<boolean>`max(${eb.ref('d.date_key')}) >= min(${eb.ref('first.day')})`)
    .having((eb) => sql<boolean>`min(${eb.ref('d.date_key')}) <= min(${eb.ref('c.as_of_on')})`)
    .select((eb) => [
      sql<string>`${sql.lit(kind)}`.as('period_kind'),
      sql<string>`${eb.ref(`d.${start}`)}`.as('period_start'),
      sql<string>`max(${eb.ref('d.date_key')})`.as('period_end'),
    ])
}
