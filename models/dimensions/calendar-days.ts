import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { wholeQuotient } from '../warehouse/portable.ts'

/** A name without regard to letter case. */
export const word = (name: Expression<string | null>) => sql<string | null>`lower(trim(${name}))`

/** The first day of each fiscal year, and that of the next. */
function years(db: Kysely<Warehouse>) {
  const firsts = db
    .selectFrom('fiscal_calendar as c')
    .innerJoin(sql<{ year: number }>`generate_series(1987, 2103)`.as<'years'>(sql`years(year)`), (join) =>
      join.onTrue(),
    )
    .select((eb) => {
      const first = sql<string>`make_date(cast(${eb.ref('years.year')} as integer), ${eb.ref('c.year_start_month')}, 1)`
      const weekday = sql`cast(extract(isodow from ${first}) as integer)`
      const back = sql`mod(${weekday} - ${eb.ref('c.week_start')} + 7, 7)`
      return [
        'c.calendar',
        // The fiscal year takes the name of the calendar year in which its last month lies.
        sql<number>`cast(${eb.ref('years.year')} as integer) + case when ${eb.ref('c.year_start_month')} > 1 then 1 else 0 end`.as(
          'fiscal_year',
        ),
        sql<string>`cast(case when ${eb.ref('c.first_month_weeks')} is null then ${first} when ${back} <= 3 or ${eb.ref('c.begins_last')} then ${first} - ${back} else ${first} + (7 - ${back}) end as date)`.as(
          'year_start',
        ),
      ]
    })
    .as('firsts')
  return db
    .selectFrom(firsts)
    .select((eb) => [
      'firsts.calendar',
      'firsts.fiscal_year',
      'firsts.year_start',
      sql<
        string | null
      >`lead(${eb.ref('firsts.year_start')}) over (partition by ${eb.ref('firsts.calendar')} order by ${eb.ref('firsts.year_start')})`.as(
        'next_start',
      ),
    ])
}

/** Each day with its place in the fiscal year: by months, or by weeks of which the last month takes a 53rd. */
function placed(db: Kysely<Warehouse>) {
  const days = db
    .selectFrom(years(db).as('y'))
    .innerJoin('fiscal_calendar as c', 'c.calendar', 'y.calendar')
    .innerJoin(
      sql<{
        instant: Date
      }>`generate_series(timestamp '1988-06-01', timestamp '2102-06-30', interval '1 day')`.as<'days'>(
        sql`days(instant)`,
      ),
      (join) =>
        join
          .on((eb) => eb(sql<string>`cast(${eb.ref('days.instant')} as date)`, '>=', eb.ref('y.year_start')))
          .on((eb) => eb(sql<string>`cast(${eb.ref('days.instant')} as date)`, '<', eb.ref('y.next_start'))),
    )
    .select((eb) => {
      const day = sql<string>`cast(${eb.ref('days.instant')} as date)`
      const weekday = sql<number>`cast(extract(isodow from ${eb.ref('days.instant')}) as integer)`
      const monthNumber = (date: RawBuilder<string> | Expression<string>) =>
        sql`(cast(extract(year from ${date}) as integer) * 12 + cast(extract(month from ${date}) as integer))`
      return [
        'c.calendar',
        'c.holidays',
        'c.weekend',
        'c.first_month_weeks',
        'c.second_month_weeks',
        'y.fiscal_year',
        'y.year_start',
        day.as('date_key'),
        weekday.as('weekday'),
        sql<string>`cast(${day} - mod(${weekday} - ${eb.ref('c.week_start')} + 7, 7) as date)`.as(
          'week_start',
        ),
        sql<string>`cast(${eb.ref('y.year_start')} - mod(cast(extract(isodow from ${eb.ref('y.year_start')}) as integer) - ${eb.ref('c.week_start')} + 7, 7) as date)`.as(
          'first_week_start',
        ),
        sql<number>`cast(${monthNumber(day)} - ${monthNumber(eb.ref('y.year_start'))} + 1 as integer)`.as(
          'calendar_month',
        ),
      ]
    })
    .as('days')
  const weeks = db
    .selectFrom(days)
    .select((eb) => {
      const week = sql<number>`${wholeQuotient(sql`(${eb.ref('days.week_start')} - ${eb.ref('days.first_week_start')})`, 7)} + 1`
      return [
        'days.calendar',
        'days.holidays',
        'days.weekend',
        'days.first_month_weeks',
        'days.second_month_weeks',
        'days.fiscal_year',
        'days.date_key',
        'days.weekday',
        'days.week_start',
        'days.calendar_month',
        week.as('fiscal_week'),
        sql<number>`least(${wholeQuotient(sql`(${week} - 1)`, 13)}, 3)`.as('quarters_before'),
      ]
    })
    .as('weeks')
  return db.selectFrom(weeks).select((eb) => {
    const weekOfQuarter = sql`(${eb.ref('weeks.fiscal_week')} - 13 * ${eb.ref('weeks.quarters_before')})`
    const monthOfQuarter = sql`case when ${weekOfQuarter} <= ${eb.ref('weeks.first_month_weeks')} then 1 when ${weekOfQuarter} <= ${eb.ref('weeks.first_month_weeks')} + ${eb.ref('weeks.second_month_weeks')} then 2 else 3 end`
    return [
      'weeks.calendar',
      'weeks.holidays',
      'weeks.weekend',
      'weeks.fiscal_year',
      'weeks.date_key',
      'weeks.weekday',
      'weeks.week_start',
      'weeks.fiscal_week',
      sql<number>`case when ${eb.ref('weeks.first_month_weeks')} is null then ${eb.ref('weeks.calendar_month')} else 3 * ${eb.ref('weeks.quarters_before')} + ${monthOfQuarter} end`.as(
        'fiscal_month',
      ),
    ]
  })
}

/** Days of every calendar with whether they are worked: what a sheet says of the calendar, else of the company, else the weekday. */
export function calendarDays(db: Kysely<Warehouse>) {
  return db
    .selectFrom(placed(db).as('p'))
    .leftJoin('stg_calendar_day as own', (join) =>
      join
        .onRef('own.day', '=', 'p.date_key')
        .on((eb) => eb(word(eb.ref('own.calendar')), '=', word(eb.ref('p.holidays')))),
    )
    .leftJoin('stg_calendar_day as whole', (join) =>
      join.onRef('whole.day', '=', 'p.date_key').on('whole.calendar', 'is', null),
    )
    .select((eb) => [
      'p.calendar',
      'p.date_key',
      'p.fiscal_year',
      'p.fiscal_month',
      sql<number>`${wholeQuotient(sql`(${eb.ref('p.fiscal_month')} - 1)`, 3)} + 1`.as('fiscal_quarter'),
      'p.fiscal_week',
      'p.week_start',
      sql<string | null>`coalesce(${eb.ref('own.name')}, ${eb.ref('whole.name')})`.as('holiday_name'),
      sql<number>`case when case when ${eb.ref('own.day')} is not null then coalesce(${eb.ref('own.is_business_day')}, false) when ${eb.ref('whole.day')} is not null then coalesce(${eb.ref('whole.is_business_day')}, false) else position('/' || cast(${eb.ref('p.weekday')} as varchar) || '/' in ${eb.ref('p.weekend')}) = 0 end then 1 else 0 end`.as(
        'is_worked',
      ),
    ])
}
