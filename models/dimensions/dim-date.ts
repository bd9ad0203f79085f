import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { STANDARD_CALENDAR } from '../contract/fiscal-calendar.ts'
import { defineModel } from '../model.ts'
import { monthStart, wholeQuotient } from '../warehouse/portable.ts'

export const dimDateColumns = {
  date_key: required('date', 'The company day'),
  year: required('integer', 'Calendar year'),
  quarter: required('integer', 'Calendar quarter, 1 to 4'),
  month: required('integer', 'Calendar month, 1 to 12'),
  month_start: required('date', 'First day of the calendar month'),
  month_name: required('text', 'Calendar month, YYYY-MM'),
  week_start: required('date', "First day of the week, by the company's first day of the week"),
  iso_weekday: required('integer', '1 for Monday to 7 for Sunday'),
  is_business_day: required(
    'boolean',
    'True for a day worked: neither weekend nor holiday, or told to be worked',
  ),
  holiday_name: optional('text', 'Name of the holiday, where the day is one'),
  fiscal_year: required('integer', 'Fiscal year, named by the calendar year it ends in'),
  fiscal_year_name: required('text', 'FY27'),
  fiscal_year_start: required('date', 'First day of the fiscal year'),
  fiscal_quarter: required('integer', 'Fiscal quarter, 1 to 4'),
  fiscal_quarter_name: required('text', 'FY27 Q3'),
  fiscal_quarter_start: required('date', 'First day of the fiscal quarter'),
  fiscal_month: required('integer', 'Month of the fiscal year, 1 to 12'),
  fiscal_week: required('integer', 'Week of the fiscal year'),
  business_day_of_month: required('integer', 'Business days of the fiscal month up to and with the day'),
  business_days_left_in_month: required('integer', 'Business days of the fiscal month after the day'),
  business_day_of_quarter: required('integer', 'Business days of the fiscal quarter up to and with the day'),
  business_days_left_in_quarter: required('integer', 'Business days of the fiscal quarter after the day'),
  business_day_number: required(
    'integer',
    'Business days since 1987 up to and with the day: differences count those between days',
  ),
} as const

/** The standard calendar of the company; further ones are in dim_fiscal_date. */
export const dimDate = defineModel({
  name: 'dim_date',
  layer: 'dimension',
  grain: 'one row a company day, 1990 to 2100',
  key: ['date_key'],
  columns: dimDateColumns,
  query: (db) =>
    db
      .selectFrom('dim_fiscal_date as d')
      .where('d.calendar', '=', STANDARD_CALENDAR)
      .select((eb) => {
        const day = eb.ref('d.date_key')
        const year = sql<number>`cast(extract(year from ${day}) as integer)`
        const month = sql<number>`cast(extract(month from ${day}) as integer)`
        return [
          'd.date_key',
          year.as('year'),
          sql<number>`${wholeQuotient(sql`(${month} - 1)`, 3)} + 1`.as('quarter'),
          month.as('month'),
          monthStart(day).as('month_start'),
          sql<string>`cast(${year} as varchar) || '-' || lpad(cast(${month} as varchar), 2, '0')`.as(
            'month_name',
          ),
          'd.week_start',
          sql<number>`cast(extract(isodow from ${day}) as integer)`.as('iso_weekday'),
          'd.is_business_day',
          'd.holiday_name',
          'd.fiscal_year',
          'd.fiscal_year_name',
          'd.fiscal_year_start',
          'd.fiscal_quarter',
          'd.fiscal_quarter_name',
          'd.fiscal_quarter_start',
          'd.fiscal_month',
          'd.fiscal_week',
          'd.business_day_of_month',
          sql<number>`${eb.ref('d.business_days_in_month')} - ${eb.ref('d.business_day_of_month')}`.as(
            'business_days_left_in_month',
          ),
          'd.business_day_of_quarter',
          sql<number>`${eb.ref('d.business_days_in_quarter')} - ${eb.ref('d.business_day_of_quarter')}`.as(
            'business_days_left_in_quarter',
          ),
          'd.business_day_number',
        ]
      }),
})
