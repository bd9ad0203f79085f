import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { opportunity } from '../contract/opportunity.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { newestFirst } from '../staging/current.ts'

export const opportunityNewestColumns = {
  opportunity_id: required('text', 'Opportunity'),
  source: required('text', 'Name of the source in salesops.yml'),
  name: optional('text', 'Name'),
  pipeline: optional('text', 'Pipeline; empty where there is one only'),
  stage_name: required('text', 'Stage'),
  amount: optional('amount', "Amount in the deal's currency"),
  currency: optional('text', "ISO code of the deal's currency, where the record has one"),
  close_date: optional('date', 'Close date'),
  is_closed: optional('boolean', 'True once won or lost'),
  is_won: optional('boolean', 'True once won'),
  fate: required('text', 'kept, deleted in the CRM, or missing from its last full export', [
    'kept',
    'deleted',
    'missing',
  ]),
} as const

/** What the CRM said last of each opportunity, of those that it deleted too. */
export const intOpportunityNewest = defineModel({
  name: 'int_opportunity_newest',
  layer: 'intermediate',
  grain: 'one row an opportunity that any file ever had',
  key: ['opportunity_id'],
  columns: opportunityNewestColumns,
  incremental: { by: 'opportunity_id', inputs: [holds('landed_opportunity', 'opportunity_id')] },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('landed_opportunity')
          .select((eb) => [
            'landed_opportunity.opportunity_id',
            'landed_opportunity._source as source',
            'landed_opportunity.name',
            'landed_opportunity.pipeline',
            'landed_opportunity.stage_name',
            'landed_opportunity.amount',
            'landed_opportunity.currency',
            'landed_opportunity.close_date',
            'landed_opportunity.is_closed',
            'landed_opportunity.is_won',
            sql<string>`case when ${eb.ref('landed_opportunity._superseded')} then 'missing' when coalesce(${eb.ref('landed_opportunity.is_deleted')}, false) then 'deleted' else 'kept' end`.as(
              'fate',
            ),
            sql<number>`cast(row_number() over (${newestFirst(opportunity)}) as integer)`.as('version_rank'),
          ])
          .as('ranked'),
      )
      .where('ranked.version_rank', '=', 1)
      .select([
        'ranked.opportunity_id',
        'ranked.source',
        'ranked.name',
        'ranked.pipeline',
        'ranked.stage_name',
        'ranked.amount',
        'ranked.currency',
        'ranked.close_date',
        'ranked.is_closed',
        'ranked.is_won',
        'ranked.fate',
      ]),
})
