import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const historyKnownColumns = {
  history_id: required('text', 'Id of a change in the history of opportunities or of fields'),
  known_from: required(
    'timestamp',
    'From when it was known to us; for what came with the first load, when it changed',
  ),
  is_reconstructed: required(
    'boolean',
    'True where it came with the first load, so that when it was really known cannot be told',
  ),
} as const

/** From when each change of the past was known: what no earlier load held was not known before. */
export const intHistoryKnown = defineModel({
  name: 'int_history_known',
  layer: 'intermediate',
  grain: 'one row a change in the history of opportunities or of their fields',
  key: ['history_id'],
  columns: historyKnownColumns,
  incremental: {
    by: 'history_id',
    inputs: [holds('landed_opportunity_history', 'history_id'), holds('landed_field_history', 'history_id')],
  },
  query: (db) => known(db, ofOpportunities(db)).unionAll(known(db, ofFields(db))),
})

function ofOpportunities(db: Kysely<Warehouse>) {
  return db
    .selectFrom('landed_opportunity_history as h')
    .innerJoin('int_first_load as first', (join) =>
      join.on('first.entity', '=', 'opportunity_history').onRef('first.source', '=', 'h._source'),
    )
    .select(['h.history_id', 'h.changed_at', 'h._loaded_at', 'first.loaded_at as first_loaded_at'])
}

function ofFields(db: Kysely<Warehouse>) {
  return db
    .selectFrom('landed_field_history as h')
    .innerJoin('int_first_load as first', (join) =>
      join.on('first.entity', '=', 'field_history').onRef('first.source', '=', 'h._source'),
    )
    .select(['h.history_id', 'h.changed_at', 'h._loaded_at', 'first.loaded_at as first_loaded_at'])
}

/** The first time that each change came; at that of its source's first load it says nothing of when it was known. */
function known(db: Kysely<Warehouse>, landed: ReturnType<typeof ofOpportunities>) {
  return db
    .selectFrom(landed.as('h'))
    .groupBy('h.history_id')
    .select((eb) => {
      const isFirst = sql<boolean>`min(${eb.ref('h._loaded_at')}) = min(${eb.ref('h.first_loaded_at')})`
      return [
        'h.history_id',
        sql<Date>`case when ${isFirst} then min(${eb.ref('h.changed_at')}) else min(${eb.ref('h._loaded_at')}) end`.as(
          'known_from',
        ),
        isFirst.as('is_reconstructed'),
      ]
    })
}
