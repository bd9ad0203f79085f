import { sql } from 'kysely'
import { required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'

export const opportunitySeenColumns = {
  opportunity_id: required('text', 'Opportunity'),
  changed_at: required('timestamp', 'System time of its newest version, else when that was loaded'),
  loaded_at: required('timestamp', 'When its newest version was loaded'),
  is_first_load: required('boolean', 'True where that was the first load of its source'),
} as const

/** When the newest version of each opportunity was written in the CRM, and when it came. */
export const intOpportunitySeen = defineModel({
  name: 'int_opportunity_seen',
  layer: 'intermediate',
  grain: 'one row an opportunity',
  key: ['opportunity_id'],
  columns: opportunitySeenColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [holds('landed_opportunity', 'opportunity_id')],
  },
  query: (db) =>
    db
      .selectFrom('landed_opportunity as v')
      .innerJoin('int_first_load as first', (join) =>
        join.on('first.entity', '=', 'opportunity').onRef('first.source', '=', 'v._source'),
      )
      .groupBy('v.opportunity_id')
      .select((eb) => [
        'v.opportunity_id',
        sql<Date>`max(coalesce(${eb.ref('v.modified_at')}, ${eb.ref('v._loaded_at')}))`.as('changed_at'),
        sql<Date>`max(${eb.ref('v._loaded_at')})`.as('loaded_at'),
        sql<boolean>`max(${eb.ref('v._loaded_at')}) = min(${eb.ref('first.loaded_at')})`.as('is_first_load'),
      ]),
})
