import { type Kysely, sql } from 'kysely'
import { type Columns, duckdbType, type RowOf } from '../../models/column.ts'
import { companyColumns } from '../../models/contract/build-company.ts'
import type { Company } from '../../models/contract/company.ts'
import {
  type FiscalCalendar,
  fiscalCalendarColumns,
  STANDARD_CALENDAR,
  type Weekday,
  weekdays,
} from '../../models/contract/fiscal-calendar.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { companyDayOf } from '../landing/company-day.ts'

export interface CompanyTablesOptions {
  readonly company: Company
  /** True where the mix of activities tells the selling method of opportunities whose records do not. */
  readonly channelByActivities: boolean
  readonly asOf: Date
}

/** Writes the settings and the instant that a build is made for into tables that models read. */
export async function createCompanyTables(
  db: Kysely<Warehouse>,
  { company, channelByActivities, asOf }: CompanyTablesOptions,
): Promise<void> {
  await createTable(db, 'company', companyColumns)
  await db
    .insertInto('company')
    .values({
      company_name: company.name,
      currency: company.currency,
      timezone: company.timezone,
      fiscal_year_start: company.fiscalYearStart,
      week_start: isoDay(company.weekStart),
      workday_from: minuteOf(company.workday.from),
      workday_to: minuteOf(company.workday.to),
      channel_by_activities: channelByActivities,
      as_of: asOf,
      as_of_on: companyDayOf(asOf, company.timezone),
    })
    .execute()
  await createTable(db, 'fiscal_calendar', fiscalCalendarColumns)
  await db.insertInto('fiscal_calendar').values(calendarsOf(company).map(calendarRow)).execute()
}

async function createTable(db: Kysely<Warehouse>, name: string, columns: Columns): Promise<void> {
  const definitions = Object.entries(columns).map(
    ([column, { type, nullable }]) =>
      sql`${sql.ref(column)} ${sql.raw(duckdbType(type))}${sql.raw(nullable ? '' : ' not null')}`,
  )
  await sql`create or replace table ${sql.table(name)} (${sql.join(definitions)})`.execute(db)
}

/** The company's own calendar, then those that it names besides. */
function calendarsOf(company: Company): readonly FiscalCalendar[] {
  const standard: FiscalCalendar = {
    name: STANDARD_CALENDAR,
    kind: 'months',
    yearStart: company.fiscalYearStart,
    weekStart: company.weekStart,
    anchor: 'nearest',
    weekend: company.weekend,
    holidays: company.holidays,
  }
  return [standard, ...company.calendars]
}

function calendarRow(calendar: FiscalCalendar): RowOf<typeof fiscalCalendarColumns> {
  const [first = null, second = null] =
    calendar.kind === 'months' ? [] : calendar.kind.split('-').map((weeks) => Number(weeks))
  return {
    calendar: calendar.name,
    year_start_month: calendar.yearStart,
    first_month_weeks: first,
    second_month_weeks: second,
    begins_last: calendar.anchor === 'last',
    week_start: isoDay(calendar.weekStart),
    weekend: `/${calendar.weekend.map((day) => `${isoDay(day)}/`).join('')}`,
    holidays: calendar.holidays ?? null,
  }
}

const isoDay = (day: Weekday): number => weekdays.indexOf(day) + 1

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
