import { type Expression, sql } from 'kysely'
import { companyDay, startOfDay } from '../warehouse/portable.ts'

interface ActivityTimes {
  readonly startedAt: Expression<Date | null>
  readonly completedAt: Expression<Date | null>
  readonly dueOn: Expression<string | null>
  readonly createdAt: Expression<Date | null>
}

/** When an activity took place: began, was completed, was due or was created, the first that is known. */
export function occurredAt(
  { startedAt, completedAt, dueOn, createdAt }: ActivityTimes,
  zone: Expression<string>,
) {
  // A due date is a day, not an instant: it is read in the company's zone and never shifted.
  return sql<Date | null>`coalesce(${startedAt}, ${completedAt}, ${startOfDay(dueOn, zone)}, ${createdAt})`
}

/** The company day on which an activity took place. */
export function occurredOn(times: ActivityTimes, zone: Expression<string>) {
  return sql<
    string | null
  >`case when coalesce(${times.startedAt}, ${times.completedAt}) is null and ${times.dueOn} is not null then ${times.dueOn} else ${companyDay(occurredAt(times, zone), zone)} end`
}
