import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/dim-stage.ts'
import { defineModel } from '../model.ts'

export const opportunityCloseColumns = {
  opportunity_id: required('text', 'Opportunity'),
  first_closed_at: optional('timestamp', 'When it was first closed'),
  last_closed_at: optional('timestamp', 'When it was last closed'),
  reopen_count: required('integer', 'How often it was re-opened after a close'),
  push_count: required('integer', 'How often its close date moved to a later calendar month'),
  first_amount: optional('amount', "First amount recorded, in the deal's currency"),
} as const

/** What the history of an opportunity says of its closes, re-opens, pushes and first amount. */
export const intOpportunityClose = defineModel({
  name: 'int_opportunity_close',
  layer: 'intermediate',
  grain: 'one row an opportunity that has history',
  key: ['opportunity_id'],
  columns: opportunityCloseColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_opportunity_history as h')
          .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'h.opportunity_id')
          .innerJoin('dim_stage as s', (join) =>
            join.on((eb) => eb('s.stage_key', '=', stageKey(eb.ref('o.pipeline'), eb.ref('h.stage_name')))),
          )
          .select((eb) => {
            const order = sql`over (partition by ${eb.ref('h.opportunity_id')} order by ${eb.ref('h.changed_at')}, ${eb.ref('h.history_id')})`
            return [
              'h.opportunity_id',
              'h.changed_at',
              'h.amount',
              's.is_closed',
              's.stage_key',
              sql<boolean>`coalesce(lag(${eb.ref('s.is_closed')}) ${order}, false)`.as('was_closed'),
              sql<string | null>`lag(${eb.ref('s.stage_key')}) ${order}`.as('stage_before'),
              'h.close_date',
              sql<string | null>`lag(${eb.ref('h.close_date')}) ${order}`.as('close_date_before'),
              sql<number>`row_number() over (partition by ${eb.ref('h.opportunity_id')} order by case when ${eb.ref('h.amount')} is null then 1 else 0 end, ${eb.ref('h.changed_at')}, ${eb.ref('h.history_id')})`.as(
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
          sql<Date | null>`min(case when ${closes} then ${eb.ref('changed_at')} end)`.as('first_closed_at'),
          sql<Date | null>`max(case when ${closes} then ${eb.ref('changed_at')} end)`.as('last_closed_at'),
          sql<number>`cast(sum(case when ${eb.ref('was_closed')} and not ${eb.ref('is_closed')} then 1 else 0 end) as integer)`.as(
            'reopen_count',
          ),
          sql<number>`cast(sum(case when ${pushed} then 1 else 0 end) as integer)`.as('push_count'),
          sql<string | null>`max(case when ${eb.ref('amount_rank')} = 1 then ${eb.ref('amount')} end)`.as(
            'first_amount',
          ),
        ]
      }),
})
