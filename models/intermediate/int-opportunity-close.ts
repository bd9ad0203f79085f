import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'

export const opportunityCloseColumns = {
  opportunity_id: required('text', 'Opportunity'),
  first_closed_at: optional('timestamp', 'When it was first closed, by the history of the CRM'),
  last_closed_at: optional('timestamp', 'When it was last closed, by the history of the CRM'),
  last_seen_closed_at: optional(
    'timestamp',
    'When an export first showed its last close, where the CRM keeps no history',
  ),
  reopen_count: required('integer', 'How often it was re-opened after a close'),
  push_count: required('integer', 'How often its close date moved to a later calendar month'),
  first_amount: optional('amount', "First amount recorded, in the deal's currency"),
  first_close_date: optional('date', 'Earliest close date recorded; empty where the history tells none'),
} as const

/** What the history of an opportunity says of its closes, re-opens, pushes and first amount. */
export const intOpportunityClose = defineModel({
  name: 'int_opportunity_close',
  layer: 'intermediate',
  grain: 'one row an opportunity that has history',
  key: ['opportunity_id'],
  columns: opportunityCloseColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [holds('int_opportunity_change', 'opportunity_id')],
  },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('int_opportunity_change as h')
          .innerJoin('dim_stage as s', 's.stage_key', 'h.stage_key')
          .select((eb) => {
            const order = sql`over (partition by ${eb.ref('h.opportunity_id')} order by ${eb.ref('h.changed_at')}, ${eb.ref('h.change_id')})`
            return [
              'h.opportunity_id',
              'h.changed_at',
              'h.amount',
              'h.is_derived',
              's.is_closed',
              's.stage_key',
              sql<boolean>`coalesce(lag(${eb.ref('s.is_closed')}) ${order}, false)`.as('was_closed'),
              sql<string | null>`lag(${eb.ref('s.stage_key')}) ${order}`.as('stage_before'),
              'h.close_date',
              sql<string | null>`lag(${eb.ref('h.close_date')}) ${order}`.as('close_date_before'),
              sql<number>`row_number() over (partition by ${eb.ref('h.opportunity_id')} order by case when ${eb.ref('h.amount')} is null then 1 else 0 end, ${eb.ref('h.changed_at')}, ${eb.ref('h.change_id')})`.as(
                'amount_rank',
              ),
            ]
          })
          .as('steps'),
      )
      .groupBy('opportunity_id')
      .select((eb) => {
        // A move from one closed stage to another is a new outcome, so it closes again.
        const closes = sql`${eb.ref('is_closed')} and (not ${eb.ref('was_closed')} or ${eb.ref('stage_before')} <> ${eb.ref('stage_key')})`
        const pushed = sql`date_trunc('month', ${eb.ref('close_date')}) > date_trunc('month', ${eb.ref('close_date_before')}) and not ${eb.ref('is_closed')}`
        return [
          'opportunity_id',
          sql<Date | null>`min(case when ${closes} and not ${eb.ref('is_derived')} then ${eb.ref('changed_at')} end)`.as(
            'first_closed_at',
          ),
          sql<Date | null>`max(case when ${closes} and not ${eb.ref('is_derived')} then ${eb.ref('changed_at')} end)`.as(
            'last_closed_at',
          ),
          sql<Date | null>`max(case when ${closes} and ${eb.ref('is_derived')} then ${eb.ref('changed_at')} end)`.as(
            'last_seen_closed_at',
          ),
          sql<number>`cast(sum(case when ${eb.ref('was_closed')} and not ${eb.ref('is_closed')} then 1 else 0 end) as integer)`.as(
            'reopen_count',
          ),
          sql<number>`cast(sum(case when ${pushed} then 1 else 0 end) as integer)`.as('push_count'),
          sql<string | null>`max(case when ${eb.ref('amount_rank')} = 1 then ${eb.ref('amount')} end)`.as(
            'first_amount',
          ),
          sql<string | null>`min(${eb.ref('close_date')})`.as('first_close_date'),
        ]
      }),
})
