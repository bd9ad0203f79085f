import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { stageKey } from '../dimensions/stage-key.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { finds, holds } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { companyDay, startOfDay } from '../warehouse/portable.ts'

export const intOpportunityColumns = {
  opportunity_id: required('text', 'Opportunity'),
  account_id: required('text', 'Account that survives its merges'),
  account_name: optional('text', 'Name of the account, where the record itself gives it'),
  owner_id: optional('text', 'User id of the owner; as the record names them where no source describes them'),
  owner_name: optional('text', 'Name of the owner, where the record itself gives it'),
  stage_key: required('text', 'Stage'),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  currency: required('text', "ISO code of the deal's currency"),
  created_at: optional('timestamp', 'When it was created'),
  created_on: optional('date', 'Company day on which it was created'),
  closed_at: optional('timestamp', 'When it was last closed; empty while open'),
  closed_on: optional('date', 'Company day on which it was last closed; empty while open'),
  first_closed_at: optional('timestamp', 'When it was first closed, also where it is open again'),
} as const

/**
 * Each opportunity with its outcome and its days. Its own flags win over the meaning of its stage. One that
 * was merged into another is that other one.
 */
export const intOpportunity = defineModel({
  name: 'int_opportunity',
  layer: 'intermediate',
  grain: 'one row an opportunity that is neither deleted nor merged away',
  key: ['opportunity_id'],
  columns: intOpportunityColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('stg_opportunity', 'opportunity_id'),
      holds('int_opportunity_close', 'opportunity_id'),
      holds('int_survivor', 'record_id'),
      finds(
        'int_account_reference',
        'reference',
        'stg_opportunity',
        ['account_id', 'account_name'],
        'opportunity_id',
      ),
      holds('int_opportunity_link', 'opportunity_id'),
      finds(
        'int_person_reference',
        'reference',
        'stg_opportunity',
        ['owner_id', 'owner_email', 'owner_name'],
        'opportunity_id',
      ),
    ],
  },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_opportunity as o')
          .innerJoin('company as c', (join) => join.onTrue())
          .innerJoin('int_stage_reference as sr', (join) =>
            join.on((eb) => eb('sr.reference', '=', stageKey(eb.ref('o.pipeline'), eb.ref('o.stage_name')))),
          )
          .innerJoin('dim_stage as s', 's.stage_key', 'sr.stage_key')
          .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'o.opportunity_id')
          .leftJoin('int_survivor as gone', (join) =>
            join.on('gone.entity', '=', 'opportunity').onRef('gone.record_id', '=', 'o.opportunity_id'),
          )
          .leftJoin('int_account_reference as ai', 'ai.reference', 'o.account_id')
          .leftJoin('int_opportunity_link as al', 'al.opportunity_id', 'o.opportunity_id')
          .leftJoin('int_account_reference as an', 'an.reference', 'o.account_name')
          .leftJoin('int_person_reference as oi', 'oi.reference', 'o.owner_id')
          .leftJoin('int_person_reference as oe', 'oe.reference', 'o.owner_email')
          .leftJoin('int_person_reference as oname', 'oname.reference', 'o.owner_name')
          .where('gone.record_id', 'is', null)
          .select((eb) => [
            'o.opportunity_id',
            orUnknown(
              eb.ref('ai.account_id'),
              eb.ref('al.account_id'),
              eb.ref('an.account_id'),
              eb.ref('o.account_id'),
              eb.ref('o.account_name'),
            ).as('account_id'),
            'o.account_name',
            eb.fn
              .coalesce(
                'oi.rep_id',
                'oe.rep_id',
                'oname.rep_id',
                eb.fn.coalesce('o.owner_id', 'o.owner_email', 'o.owner_name'),
              )
              .as('owner_id'),
            'o.owner_name',
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
          'account_id',
          'account_name',
          'owner_id',
          'owner_name',
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
