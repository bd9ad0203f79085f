import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/dim-stage.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { companyDay, startOfDay } from '../warehouse/portable.ts'

export const intOpportunityColumns = {
  opportunity_id: required('text', 'Opportunity'),
  account_key: required('text', 'Account that survives its merges'),
  owner_id: optional('text', 'User id of the owner'),
  territory_id: optional('text', 'Territory of the opportunity, else of its account'),
  channel_key: required('text', 'Selling method'),
  stage_key: required('text', 'Stage'),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  currency: required('text', "ISO code of the deal's currency"),
  created_at: optional('timestamp', 'When it was created'),
  created_on: optional('date', 'Company day on which it was created'),
  closed_at: optional('timestamp', 'When it was last closed; empty while open'),
  closed_on: optional('date', 'Company day on which it was last closed; empty while open'),
  first_closed_at: optional('timestamp', 'When it was first closed, also where it is open again'),
} as const

/** Each opportunity with its outcome and its days. Its own flags win over the meaning of its stage. */
export const intOpportunity = defineModel({
  name: 'int_opportunity',
  layer: 'intermediate',
  grain: 'one row an opportunity',
  key: ['opportunity_id'],
  columns: intOpportunityColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_opportunity as o')
          .innerJoin('company as c', (join) => join.onTrue())
          .innerJoin('dim_stage as s', (join) =>
            join.on((eb) => eb('s.stage_key', '=', stageKey(eb.ref('o.pipeline'), eb.ref('o.stage_name')))),
          )
          .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'o.opportunity_id')
          .leftJoin('int_account_survivor as m', 'm.account_id', 'o.account_id')
          .leftJoin('stg_account as a', 'a.account_id', 'm.survivor_id')
          .select((eb) => [
            'o.opportunity_id',
            orUnknown(eb.ref('m.survivor_id'), eb.ref('o.account_id')).as('account_key'),
            'o.owner_id',
            sql<string | null>`coalesce(${eb.ref('o.territory_id')}, ${eb.ref('a.territory_id')})`.as(
              'territory_id',
            ),
            orUnknown(sql<string | null>`lower(${eb.ref('o.channel')})`).as('channel_key'),
            's.stage_key',
            sql<string>`case when coalesce(${eb.ref('o.is_won')}, ${eb.ref('s.is_won')}) then 'won' when coalesce(${eb.ref('o.is_closed')}, ${eb.ref('s.is_closed')}) then 'lost' else 'open' end`.as(
              'status',
            ),
            sql<string>`coalesce(${eb.ref('o.currency')}, ${eb.ref('c.currency')})`.as('currency'),
            'o.created_at',
            'o.close_date',
            'x.first_closed_at',
            'x.last_closed_at',
            'x.last_seen_closed_at',
            'c.timezone',
          ])
          .as('deals'),
      )
      .select((eb) => {
        const isClosed = sql`${eb.ref('status')} <> 'open'`
        return [
          'opportunity_id',
          'account_key',
          'owner_id',
          'territory_id',
          'channel_key',
          'stage_key',
          'status',
          'currency',
          'created_at',
          companyDay(eb.ref('created_at'), eb.ref('timezone')).$castTo<string | null>().as('created_on'),
          sql<Date | null>`case when ${isClosed} then coalesce(${eb.ref('last_closed_at')}, ${startOfDay(eb.ref('close_date'), eb.ref('timezone'))}, ${eb.ref('last_seen_closed_at')}) end`.as(
            'closed_at',
          ),
          sql<
            string | null
          >`case when ${isClosed} then coalesce(${companyDay(eb.ref('last_closed_at'), eb.ref('timezone'))}, ${eb.ref('close_date')}, ${companyDay(eb.ref('last_seen_closed_at'), eb.ref('timezone'))}) end`.as(
            'closed_on',
          ),
          sql<Date | null>`coalesce(${eb.ref('first_closed_at')}, case when ${isClosed} then ${startOfDay(eb.ref('close_date'), eb.ref('timezone'))} end)`.as(
            'first_closed_at',
          ),
        ]
      }),
})
