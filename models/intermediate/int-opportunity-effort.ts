import { sql } from 'kysely'
import { required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { countRows } from '../warehouse/portable.ts'

export const opportunityEffortColumns = {
  opportunity_id: required('text', 'Opportunity'),
  activities: required('integer', 'Activities that took place'),
  activities_to_close: required('integer', 'Those up to the moment it was last closed; 0 while open'),
} as const

export const intOpportunityEffort = defineModel({
  name: 'int_opportunity_effort',
  layer: 'intermediate',
  grain: 'one row an opportunity with activities',
  key: ['opportunity_id'],
  columns: opportunityEffortColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [holds('int_opportunity', 'opportunity_id'), holds('int_activity', 'opportunity_id')],
  },
  query: (db) =>
    db
      .selectFrom('int_activity as a')
      .innerJoin('int_opportunity as o', 'o.opportunity_id', 'a.opportunity_id')
      .where('a.is_done', '=', true)
      .groupBy('o.opportunity_id')
      .select((eb) => [
        'o.opportunity_id',
        countRows().as('activities'),
        sql<number>`cast(sum(case when ${eb.ref('a.occurred_at')} <= ${eb.ref('o.closed_at')} then 1 else 0 end) as integer)`.as(
          'activities_to_close',
        ),
      ]),
})
