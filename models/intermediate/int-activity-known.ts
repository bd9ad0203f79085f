import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'

export const activityKnownColumns = {
  activity_id: required('text', 'Activity'),
  known_from: optional(
    'timestamp',
    'When it was first loaded; empty where it came with the first load of its source, so that when it was known cannot be told',
  ),
} as const

/** From when each activity was known: what had not been loaded by a day tells nothing on it. */
export const intActivityKnown = defineModel({
  name: 'int_activity_known',
  layer: 'intermediate',
  grain: 'one row an activity that was ever loaded',
  key: ['activity_id'],
  columns: activityKnownColumns,
  incremental: { by: 'activity_id', inputs: [holds('landed_activity', 'activity_id')] },
  query: (db) =>
    db
      .selectFrom('landed_activity as a')
      .innerJoin('int_first_load as first', (join) =>
        join.on('first.entity', '=', 'activity').onRef('first.source', '=', 'a._source'),
      )
      .groupBy('a.activity_id')
      .select((eb) => [
        'a.activity_id',
        sql<Date | null>`case when min(${eb.ref('a._loaded_at')}) > min(${eb.ref('first.loaded_at')}) then min(${eb.ref('a._loaded_at')}) end`.as(
          'known_from',
        ),
      ]),
})
