import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { STANDARD_CALENDAR } from '../contract/fiscal-calendar.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const fiscalPeriodKinds = ['month', 'quarter', 'year'] as const

export const fiscalPeriodColumns = {
  period_kind: required('text', 'month, quarter or year of the fiscal calendar', fiscalPeriodKinds),
  date_key: required('date', 'The company day'),
  period_start: required('date', 'First day of the period that it is in'),
  period_end: required('date', 'Last day of the period'),
  period_name: required('text', 'FY27 M08, FY27 Q3 or FY27'),
  is_complete: required('boolean', "True where the period ended before the build's day"),
} as const

/** Periods of the company's own calendar, which are whole calendar months, as far as they have begun by the build. */
export const intFiscalPeriod = defineModel({
  name: 'int_fiscal_period',
  layer: 'intermediate',
  grain: 'one row a kind of fiscal period and company day in it',
  key: ['period_kind', 'date_key'],
  columns: fiscalPeriodColumns,
  query: (db) => of(db, 'month').unionAll(of(db, 'quarter')).unionAll(of(db, 'year')),
})

function of(db: Kysely<Warehouse>, kind: (typeof fiscalPeriodKinds)[number]) {
  return db
    .selectFrom('dim_fiscal_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('d.calendar', '=', STANDARD_CALENDAR)
    .whereRef(`d.fiscal_${kind}_start`, '<=', 'c.as_of_on')
    .select((eb) => [
      sql<string>`${sql.lit(kind)}`.as('period_kind'),
      'd.date_key',
      sql<string>`${eb.ref(`d.fiscal_${kind}_start`)}`.as('period_start'),
      sql<string>`${eb.ref(`d.fiscal_${kind}_end`)}`.as('period_end'),
      sql<string>`${eb.ref(`d.fiscal_${kind}_name`)}`.as('period_name'),
      sql<boolean>`${eb.ref(`d.fiscal_${kind}_end`)} < ${eb.ref('c.as_of_on')}`.as('is_complete'),
    ])
}
