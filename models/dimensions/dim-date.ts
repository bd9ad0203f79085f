import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const dimDateColumns = {
  date_key: required('date', 'The company day'),
  year: required('integer', 'Calendar year'),
  quarter: required('integer', 'Calendar quarter, 1 to 4'),
  month: required('integer', 'Calendar month, 1 to 12'),
  month_start: required('date', 'First day of the calendar month'),
  month_name: required('text', 'Calendar month, YYYY-MM'),
  week_start: required('date', "First day of the week, by the company's first day of the week"),
  iso_weekday: required('integer', '1 for Monday to 7 for Sunday'),
  is_business_day: required('boolean', 'True from Monday to Friday'),
  fiscal_year: required('integer', 'Fiscal year, named by the calendar year it ends in'),
  fiscal_year_name: required('text', 'FY27'),
  fiscal_year_start: required('date', 'First day of the fiscal year'),
  fiscal_quarter: required('integer', 'Fiscal quarter, 1 to 4'),
  fiscal_quarter_name: required('text', 'FY27 Q3'),
  fiscal_quarter_start: required('date', 'First day of the fiscal quarter'),
  fiscal_month: required('integer', 'Month of the fiscal year, 1 to 12'),
} as const

/** Every day that a record may fall on: 1990 to 2100, the years that landing accepts. */
export const dimDate = defineModel({
  name: 'dim_date',
  layer: 'dimension',
  grain: 'one row a company day',
  key: ['date_key'],
  columns: dimDateColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom((inner) =>
            inner
              .selectFrom(
                sql<{
                  instant: Date
                }>`generate_series(timestamp '1990-01-01', timestamp '2100-12-31', interval '1 day')`.as<'days'>(
                  sql`days(instant)`,
                ),
              )
              .innerJoin('company', (join) => join.onTrue())
              .select((eb) => [
                sql<string>`cast(${eb.ref('instant')} as date)`.as('date_key'),
                sql<number>`cast(extract(year from ${eb.ref('instant')}) as integer)`.as('year'),
                sql<number>`cast(extract(month from ${eb.ref('instant')}) as integer)`.as('month'),
                sql<number>`cast(extract(isodow from ${eb.ref('instant')}) as integer)`.as('iso_weekday'),
                sql<number>`mod(cast(extract(month from ${eb.ref('instant')}) as integer) - ${eb.ref('company.fiscal_year_start')} + 12, 12) + 1`.as(
                  'fiscal_month',
                ),
                'company.fiscal_year_start as first_month',
                'company.week_start as first_weekday',
              ])
              .as('calendar'),
          )
          .select((eb) => [
            'date_key',
            'year',
            'month',
            'iso_weekday',
            'fiscal_month',
            'first_weekday',
            // The fiscal year takes the name of the calendar year in which its last month lies.
            sql<number>`${eb.ref('year')} + case when ${eb.ref('first_month')} > 1 and ${eb.ref('month')} >= ${eb.ref('first_month')} then 1 else 0 end`.as(
              'fiscal_year',
            ),
            sql<number>`cast(floor((${eb.ref('fiscal_month')} - 1) / 3.0) as integer) + 1`.as(
              'fiscal_quarter',
            ),
            sql<string>`cast(date_trunc('month', ${eb.ref('date_key')}) as date)`.as('month_start'),
          ])
          .as('days'),
      )
      .select((eb) => {
        const monthsBack = (months: ReturnType<typeof sql>) =>
          sql<string>`cast(${eb.ref('month_start')} - (${months}) * interval '1 month' as date)`
        const shortYear = sql`lpad(cast(mod(${eb.ref('fiscal_year')}, 100) as varchar), 2, '0')`
        return [
          'date_key',
          'year',
          sql<number>`cast(floor((${eb.ref('month')} - 1) / 3.0) as integer) + 1`.as('quarter'),
          'month',
          'month_start',
          sql<string>`cast(${eb.ref('year')} as varchar) || '-' || lpad(cast(${eb.ref('month')} as varchar), 2, '0')`.as(
            'month_name',
          ),
          sql<string>`cast(${eb.ref('date_key')} - mod(${eb.ref('iso_weekday')} - ${eb.ref('first_weekday')} + 7, 7) as date)`.as(
            'week_start',
          ),
          'iso_weekday',
          sql<boolean>`${eb.ref('iso_weekday')} <= 5`.as('is_business_day'),
          'fiscal_year',
          sql<string>`'FY' || ${shortYear}`.as('fiscal_year_name'),
          monthsBack(sql`${eb.ref('fiscal_month')} - 1`).as('fiscal_year_start'),
          'fiscal_quarter',
          sql<string>`'FY' || ${shortYear} || ' Q' || cast(${eb.ref('fiscal_quarter')} as varchar)`.as(
            'fiscal_quarter_name',
          ),
          monthsBack(sql`mod(${eb.ref('fiscal_month')} - 1, 3)`).as('fiscal_quarter_start'),
          'fiscal_month',
        ]
      }),
})
