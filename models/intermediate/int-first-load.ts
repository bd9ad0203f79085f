import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const firstLoadColumns = {
  entity: required('text', 'opportunity, opportunity_history, field_history or activity', [
    'opportunity',
    'opportunity_history',
    'field_history',
    'activity',
  ]),
  source: required('text', 'Name of the source'),
  loaded_at: required('timestamp', 'When its first records of the entity were loaded'),
} as const

/** When each source was loaded for the first time: what came then was known earlier, but from when cannot be told. */
export const intFirstLoad = defineModel({
  name: 'int_first_load',
  layer: 'intermediate',
  grain: 'one row an entity that has a past and source',
  key: ['entity', 'source'],
  columns: firstLoadColumns,
  query: (db) =>
    db
      .selectFrom('landed_opportunity')
      .groupBy('_source')
      .select((eb) => [
        sql<string>`'opportunity'`.as('entity'),
        '_source as source',
        sql<Date>`min(${eb.ref('_loaded_at')})`.as('loaded_at'),
      ])
      .unionAll(
        db
          .selectFrom('landed_opportunity_history')
          .groupBy('_source')
          .select((eb) => [
            sql<string>`'opportunity_history'`.as('entity'),
            '_source as source',
            sql<Date>`min(${eb.ref('_loaded_at')})`.as('loaded_at'),
          ]),
      )
      .unionAll(
        db
          .selectFrom('landed_field_history')
          .groupBy('_source')
          .select((eb) => [
            sql<string>`'field_history'`.as('entity'),
            '_source as source',
            sql<Date>`min(${eb.ref('_loaded_at')})`.as('loaded_at'),
          ]),
      )
      .unionAll(
        db
          .selectFrom('landed_activity')
          .groupBy('_source')
          .select((eb) => [
            sql<string>`'activity'`.as('entity'),
            '_source as source',
            sql<Date>`min(${eb.ref('_loaded_at')})`.as('loaded_at'),
          ]),
      ),
})
