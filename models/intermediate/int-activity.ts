import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { companyDay, startOfDay } from '../warehouse/portable.ts'

export const activityColumns = {
  activity_id: required('text', 'Activity'),
  opportunity_id: optional('text', 'Opportunity'),
  occurred_at: optional(
    'timestamp',
    'When it took place: began, was completed, was due or was created, the first that is known',
  ),
  occurred_on: optional('date', 'Company day on which it took place'),
  is_done: required('boolean', 'True where it took place by the time of the build'),
} as const

/** When each activity took place, and whether it did. */
export const intActivity = defineModel({
  name: 'int_activity',
  layer: 'intermediate',
  grain: 'one row an activity',
  key: ['activity_id'],
  columns: activityColumns,
  query: (db) =>
    db
      .selectFrom('stg_activity as a')
      .innerJoin('company as c', (join) => join.onTrue())
      .select((eb) => {
        const instant = sql<Date | null>`coalesce(${eb.ref('a.started_at')}, ${eb.ref('a.completed_at')})`
        // A due date is a day, not an instant: it is read in the company's zone and never shifted.
        const occurredAt = sql<Date | null>`coalesce(${instant}, ${startOfDay(eb.ref('a.due_on'), eb.ref('c.timezone'))}, ${eb.ref('a.created_at')})`
        const occurredOn = sql<
          string | null
        >`case when ${instant} is null and ${eb.ref('a.due_on')} is not null then ${eb.ref('a.due_on')} else ${companyDay(occurredAt, eb.ref('c.timezone'))} end`
        return [
          'a.activity_id',
          'a.opportunity_id',
          occurredAt.as('occurred_at'),
          occurredOn.as('occurred_on'),
          sql<boolean>`coalesce(${eb.ref('a.is_completed')}, coalesce(${eb.ref('a.completed_at')}, ${occurredAt}) <= ${eb.ref('c.as_of')}, false)`.as(
            'is_done',
          ),
        ]
      }),
})
