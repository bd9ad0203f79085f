import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'

export const martSellingEffortColumns = {
  effort_key: required('text', 'activity/id or close/id'),
  occurred_at: optional('timestamp', 'When the activity took place, or the opportunity closed'),
  rep_key: required('text', 'Who did it, or who owned the opportunity; joins dim_rep'),
  account_key: required('text', 'Account, joins dim_account'),
  territory_key: required('text', 'Territory, joins dim_territory'),
  channel_key: required('text', 'Selling method, joins dim_channel'),
  activity_type: optional('text', 'Type of the activity; empty for a close'),
  activities: required('integer', '1 for an activity, 0 for a close'),
  deals_won: required('integer', '1 for a won opportunity, else 0'),
  deals_closed: required('integer', '1 for a won or lost opportunity, else 0'),
  activities_to_win: required('integer', 'Activities up to the win, for a won opportunity'),
  activities_to_close: required('integer', 'Activities up to the close, for a closed opportunity'),
} as const

/** Effort and result in one table, since a question about both cannot join two facts. */
export const martSellingEffort = defineModel({
  name: 'mart_selling_effort',
  layer: 'mart',
  grain: 'one row an activity that took place, or an opportunity that closed',
  key: ['effort_key'],
  columns: martSellingEffortColumns,
  query: (db) =>
    db
      .selectFrom('fct_activity')
      .where('is_done', '=', true)
      .select((eb) => [
        sql<string>`'activity/' || ${eb.ref('activity_id')}`.as('effort_key'),
        'occurred_at',
        'rep_key',
        'account_key',
        'territory_key',
        'channel_key',
        eb.ref('activity_type').$castTo<string | null>().as('activity_type'),
        sql<number>`1`.as('activities'),
        sql<number>`0`.as('deals_won'),
        sql<number>`0`.as('deals_closed'),
        sql<number>`0`.as('activities_to_win'),
        sql<number>`0`.as('activities_to_close'),
      ])
      .unionAll(
        db
          .selectFrom('fct_opportunity')
          .where('status', '<>', 'open')
          .select((eb) => [
            sql<string>`'close/' || ${eb.ref('opportunity_id')}`.as('effort_key'),
            'closed_at as occurred_at',
            'rep_key',
            'account_key',
            'territory_key',
            'channel_key',
            sql<string | null>`cast(null as varchar)`.as('activity_type'),
            sql<number>`0`.as('activities'),
            sql<number>`case when ${eb.ref('status')} = 'won' then 1 else 0 end`.as('deals_won'),
            sql<number>`1`.as('deals_closed'),
            sql<number>`case when ${eb.ref('status')} = 'won' then ${eb.ref('activities_to_close')} else 0 end`.as(
              'activities_to_win',
            ),
            'activities_to_close',
          ]),
      ),
})
