import { sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { holdsIn } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

export const martSellingEffortColumns = {
  effort_key: required('text', 'activity/id or close/id'),
  occurred_at: optional('timestamp', 'When the activity took place, or the opportunity closed'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Who did it, or who owned the opportunity')),
  account_key: joins('dim_account.account_key', required('text', 'Account')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Territory')),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
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
  incremental: {
    by: 'effort_key',
    inputs: [
      holdsIn('fct_activity', (column) => [sql`'activity/' || ${column('activity_id')}`]),
      holdsIn('fct_opportunity', (column) => [sql`'close/' || ${column('opportunity_id')}`]),
    ],
  },
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
  audits: [
    reconciles('activities are as many as took place', (db) => ({
      here: db.selectFrom('mart_selling_effort').select((eb) => sumInteger(eb.ref('activities')).as('total')),
      there: db.selectFrom('fct_activity').where('is_done', '=', true).select(countRows().as('total')),
    })),
    reconciles('activities up to a close are as many as in fct_opportunity', (db) => ({
      here: db
        .selectFrom('mart_selling_effort')
        .select((eb) => sumInteger(eb.ref('activities_to_close')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '<>', 'open')
        .select((eb) => sumInteger(eb.ref('activities_to_close')).as('total')),
    })),
    reconciles('closes are as many as opportunities that are not open', (db) => ({
      here: db
        .selectFrom('mart_selling_effort')
        .select((eb) => sumInteger(eb.ref('deals_closed')).as('total')),
      there: db.selectFrom('fct_opportunity').where('status', '<>', 'open').select(countRows().as('total')),
    })),
  ],
})
