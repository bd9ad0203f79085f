import { type Kysely, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { calendarDays, word } from './calendar-days.ts'

export const dimFiscalDateColumns = {
  calendar: required('text', "Fiscal calendar: 'standard' for the company's, else its name in salesops.yml"),
  date_key: required('date', 'The company day'),
  fiscal_year: required('integer', 'Fiscal year, named by the calendar year it ends in'),
  fiscal_year_name: required('text', 'FY27'),
  fiscal_year_start: required('date', 'First day of the fiscal year'),
  fiscal_year_end: required('date', 'Last day of the fiscal year'),
  fiscal_quarter: required('integer', 'Fiscal quarter, 1 to 4'),
  fiscal_quarter_name: required('text', 'FY27 Q3'),
  fiscal_quarter_start: required('date', 'First day of the fiscal quarter'),
  fiscal_quarter_end: required('date', 'Last day of the fiscal quarter'),
  fiscal_month: required('integer', 'Month of the fiscal year, 1 to 12'),
  fiscal_month_name: required('text', 'FY27 M08'),
  fiscal_month_start: required('date', 'First day of the fiscal month'),
  fiscal_month_end: required('date', 'Last day of the fiscal month'),
  fiscal_week: required(
    'integer',
    'Week of the fiscal year, 1 to 53, or 54 where both of its ends cut a week',
  ),
  week_start: required('date', "First day of the week, by the calendar's first day of the week"),
  is_business_day: required(
    'boolean',
    'True for a day worked: neither weekend nor holiday, or told to be worked',
  ),
  holiday_name: optional('text', 'Name of the holiday, where the day is one'),
  business_day_of_month: required('integer', 'Business days of the fiscal month up to and with the day'),
  business_days_in_month: required('integer', 'Business days of the fiscal month'),
  business_day_of_quarter: required('integer', 'Business days of the fiscal quarter up to and with the day'),
  business_days_in_quarter: required('integer', 'Business days of the fiscal quarter'),
  business_day_number: required(
    'integer',
    'Business days since 1987 up to and with the day: differences count those between days',
  ),
} as const

/** Every day that a record may fall on: 1990 to 2100, the years that landing accepts. */
export const dimFiscalDate = defineModel({
  name: 'dim_fiscal_date',
  layer: 'dimension',
  grain: 'one row a fiscal calendar and company day',
  key: ['calendar', 'date_key'],
  columns: dimFiscalDateColumns,
  query: (db) =>
    db
      // Periods that the range cuts would have wrong ends: years before and after it are made too.
      .selectFrom(measured(db).as('d'))
      .where('d.date_key', '>=', sql<string>`date '1990-01-01'`)
      .where('d.date_key', '<=', sql<string>`date '2100-12-31'`)
      .select((eb) => {
        const year = sql`'FY' || lpad(cast(mod(${eb.ref('d.fiscal_year')}, 100) as varchar), 2, '0')`
        return [
          'd.calendar',
          'd.date_key',
          'd.fiscal_year',
          sql<string>`${year}`.as('fiscal_year_name'),
          'd.fiscal_year_start',
          'd.fiscal_year_end',
          'd.fiscal_quarter',
          sql<string>`${year} || ' Q' || cast(${eb.ref('d.fiscal_quarter')} as varchar)`.as(
            'fiscal_quarter_name',
          ),
          'd.fiscal_quarter_start',
          'd.fiscal_quarter_end',
          'd.fiscal_month',
          sql<string>`${year} || ' M' || lpad(cast(${eb.ref('d.fiscal_month')} as varchar), 2, '0')`.as(
            'fiscal_month_name',
          ),
          'd.fiscal_month_start',
          'd.fiscal_month_end',
          'd.fiscal_week',
          'd.week_start',
          sql<boolean>`${eb.ref('d.is_worked')} = 1`.as('is_business_day'),
          sql<string | null>`case when ${eb.ref('d.is_worked')} = 0 then ${eb.ref('d.holiday_name')} end`.as(
            'holiday_name',
          ),
          'd.business_day_of_month',
          'd.business_days_in_month',
          'd.business_day_of_quarter',
          'd.business_days_in_quarter',
          'd.business_day_number',
        ]
      }),
  audits: [
    {
      name: 'calendars that holidays name are those of the company or of a fiscal calendar',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('stg_calendar_day as h')
          .leftJoin('fiscal_calendar as c', (join) =>
            join.on((eb) => eb(word(eb.ref('c.holidays')), '=', word(eb.ref('h.calendar')))),
          )
          .where('h.calendar', 'is not', null)
          .where('c.calendar', 'is', null)
          .groupBy('h.calendar')
          .select('h.calendar as example'),
    },
    {
      name: 'fiscal years of a calendar follow one another without gap',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('dim_fiscal_date as d')
          .leftJoin('dim_fiscal_date as next', (join) =>
            join
              .onRef('next.calendar', '=', 'd.calendar')
              .on((eb) =>
                eb('next.date_key', '=', sql<string>`cast(${eb.ref('d.fiscal_year_end')} + 1 as date)`),
              ),
          )
          .whereRef('d.date_key', '=', 'd.fiscal_year_end')
          .where('d.date_key', '<', sql<string>`date '2100-12-31'`)
          .where((eb) =>
            eb.or([
              eb('next.fiscal_year_start', 'is', null),
              sql<boolean>`${eb.ref('next.fiscal_year_start')} <> ${eb.ref('next.date_key')}`,
            ]),
          )
          .select((eb) =>
            sql<string>`${eb.ref('d.calendar')} || ' ' || ${eb.ref('d.fiscal_year_name')}`.as('example'),
          ),
    },
  ],
})

/** Days with the ends of their periods and the business days in them. */
function measured(db: Kysely<Warehouse>) {
  return db.selectFrom(calendarDays(db).as('w')).select((eb) => {
    const [calendar, day, isWorked] = [eb.ref('w.calendar'), eb.ref('w.date_key'), eb.ref('w.is_worked')]
    const year = sql`partition by ${calendar}, ${eb.ref('w.fiscal_year')}`
    const quarter = sql`${year}, ${eb.ref('w.fiscal_quarter')}`
    const month = sql`${year}, ${eb.ref('w.fiscal_month')}`
    const soFar = sql`order by ${day} rows unbounded preceding`
    const days = (window: RawBuilder<unknown>) =>
      sql<number>`cast(sum(${isWorked}) over (${window}) as integer)`
    const first = (window: RawBuilder<unknown>) => sql<string>`min(${day}) over (${window})`
    const last = (window: RawBuilder<unknown>) => sql<string>`max(${day}) over (${window})`
    return [
      'w.calendar',
      'w.date_key',
      'w.fiscal_year',
      'w.fiscal_quarter',
      'w.fiscal_month',
      'w.fiscal_week',
      'w.week_start',
      'w.is_worked',
      'w.holiday_name',
      first(year).as('fiscal_year_start'),
      last(year).as('fiscal_year_end'),
      first(quarter).as('fiscal_quarter_start'),
      last(quarter).as('fiscal_quarter_end'),
      first(month).as('fiscal_month_start'),
      last(month).as('fiscal_month_end'),
      days(sql`${month} ${soFar}`).as('business_day_of_month'),
      days(month).as('business_days_in_month'),
      days(sql`${quarter} ${soFar}`).as('business_day_of_quarter'),
      days(quarter).as('business_days_in_quarter'),
      days(sql`partition by ${calendar} ${soFar}`).as('business_day_number'),
    ]
  })
}
