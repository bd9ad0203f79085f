import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { finds, holds } from '../incremental.ts'
import { ownedStates } from '../intermediate/owned-states.ts'
import { coversOnce } from '../intervals.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay, convert, endOfTime } from '../warehouse/portable.ts'

export const fctOpportunityVersionColumns = {
  version_key: required('text', 'Opportunity and number of the version, as id:1'),
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity')),
  version_number: required('integer', 'Order of the version in the life of the opportunity'),
  valid_from: required('timestamp', 'When it came to be so'),
  valid_to: required('timestamp', 'When it came to be otherwise; 9999 for how it is now'),
  valid_on: required('date', 'Company day of valid_from'),
  valid_before_on: required(
    'date',
    'Company day of valid_to; the last version of a day is how the day ended',
  ),
  loaded_from: required(
    'timestamp',
    'From when we took it for the newest state; equal to loaded_to where we never did',
  ),
  loaded_to: required('timestamp', 'Until when; 9999 where we still do'),
  known_from: required(
    'timestamp',
    'From when it was known to us; for what came with the first load, when it happened',
  ),
  is_reconstructed: required(
    'boolean',
    'True where it came with the first load, so that when it was really known cannot be told',
  ),
  is_current: required('boolean', 'True for how it is now'),
  stage_key: joins(
    'dim_stage.stage_key',
    optional('text', 'Stage; empty where nothing tells in which stage it was open'),
  ),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  owner_id: optional('text', 'User id of the owner then'),
  rep_key: joins('dim_rep.rep_key', required('text', 'The owner as they were when the version began')),
  territory_key: joins(
    'dim_territory.territory_key',
    required('text', 'Territory of the opportunity, else of its account, else of the owner then'),
  ),
  currency: required('text', "ISO code of the deal's currency"),
  amount_deal: optional('amount', "Amount in the deal's currency"),
  amount: optional('amount', "The same in the company's currency, at the rate of the version's first day"),
  close_date: optional('date', 'Close date: planned while open, as recorded once closed'),
} as const

/**
 * What each opportunity was, and from when that was known: stage, amount, close date and owner. `valid_` is
 * when it was so, `loaded_` when we took it for the newest state. "As known on day D" is the version with
 * `loaded_from <= D < loaded_to`; a change that came late was never the newest that was known.
 */
export const fctOpportunityVersion = defineModel({
  name: 'fct_opportunity_version',
  layer: 'fact',
  grain: 'one row an opportunity and period of unchanged stage, amount, close date and owner',
  key: ['version_key'],
  columns: fctOpportunityVersionColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity_state', 'opportunity_id'),
      holds('int_opportunity_owner', 'opportunity_id'),
      holds('int_opportunity', 'opportunity_id'),
      holds('stg_opportunity', 'opportunity_id'),
      finds('dim_account', 'account_id', 'int_opportunity', ['account_id'], 'opportunity_id'),
      finds('dim_rep', 'rep_id', 'int_opportunity_owner', ['owner_id'], 'opportunity_id'),
    ],
  },
  query: (db) =>
    db
      .selectFrom(intervals(db).as('v'))
      .innerJoin('int_opportunity as i', 'i.opportunity_id', 'v.opportunity_id')
      .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'v.opportunity_id')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('dim_account as a', (join) =>
        join
          .onRef('a.account_id', '=', 'i.account_id')
          .onRef('v.began_at', '>=', 'a.valid_from')
          .onRef('v.began_at', '<', 'a.valid_to'),
      )
      .leftJoin('dim_stage as s', 's.stage_key', 'v.stage_key')
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'v.owner_id')
          .onRef('v.began_at', '>=', 'r.valid_from')
          .onRef('v.began_at', '<', 'r.valid_to'),
      )
      .leftJoin('int_rate_period as q', (join) =>
        join
          .onRef('q.currency', '=', 'i.currency')
          .on('q.rate_kind', '=', 'spot')
          .on((eb) =>
            eb(companyDay(eb.ref('v.began_at'), eb.ref('c.timezone')), '>=', eb.ref('q.valid_from')),
          )
          .on((eb) =>
            eb(companyDay(eb.ref('v.began_at'), eb.ref('c.timezone')), '<', eb.ref('q.valid_before')),
          ),
      )
      .select((eb) => [
        sql<string>`${eb.ref('v.opportunity_id')} || ':' || cast(${eb.ref('v.version_number')} as varchar)`.as(
          'version_key',
        ),
        'v.opportunity_id',
        'v.version_number',
        'v.began_at as valid_from',
        'v.ended_at as valid_to',
        companyDay(eb.ref('v.began_at'), eb.ref('c.timezone')).as('valid_on'),
        sql<string>`case when ${eb.ref('v.is_current')} then date '9999-12-31' else ${companyDay(eb.ref('v.ended_at'), eb.ref('c.timezone'))} end`.as(
          'valid_before_on',
        ),
        'v.known_from as loaded_from',
        sql<Date>`greatest(${eb.ref('v.superseded_at')}, ${eb.ref('v.known_from')})`.as('loaded_to'),
        'v.known_from',
        'v.is_reconstructed',
        'v.is_current',
        'v.stage_key',
        // The record's own flags win over the meaning of the stage that it is in now.
        sql<string>`case when ${eb.ref('v.is_current')} then ${eb.ref('i.status')} when ${eb.ref('s.is_won')} then 'won' when ${eb.ref('s.is_closed')} then 'lost' else 'open' end`.as(
          'status',
        ),
        'v.owner_id',
        orUnknown(eb.ref('r.rep_key')).as('rep_key'),
        orUnknown(eb.ref('o.territory_id'), eb.ref('a.territory_id'), eb.ref('r.territory_id')).as(
          'territory_key',
        ),
        'i.currency',
        'v.amount as amount_deal',
        convert(eb.ref('v.amount'), eb.ref('q.rate')).$castTo<string | null>().as('amount'),
        'v.close_date',
      ]),
  audits: [
    {
      name: 'every opportunity has one version that holds now',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity as o')
          .leftJoin('fct_opportunity_version as v', (join) =>
            join.onRef('v.opportunity_id', '=', 'o.opportunity_id').on('v.is_current', '=', true),
          )
          .groupBy('o.opportunity_id')
          .having((eb) => sql<number>`count(${eb.ref('v.version_key')})`, '<>', 1)
          .select('o.opportunity_id as example'),
    },
    {
      name: 'the version that holds now has the status and amount of the opportunity',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity as o')
          .innerJoin('fct_opportunity_version as v', 'v.opportunity_id', 'o.opportunity_id')
          .where('v.is_current', '=', true)
          .where((eb) =>
            eb.or([
              eb('v.status', '<>', eb.ref('o.status')),
              sql<boolean>`${eb.ref('v.amount_deal')} is distinct from ${eb.ref('o.amount_deal')}`,
            ]),
          )
          .select('o.opportunity_id as example'),
    },
    coversOnce(
      'versions follow one another without gap or overlap, up to 9999',
      {
        table: 'fct_opportunity_version',
        of: ['opportunity_id'],
        from: 'valid_from',
        to: 'valid_to',
        order: 'version_number',
        example: 'version_key',
      },
      { ends: endOfTime },
    ),
    coversOnce(
      'at every time one version of an opportunity was taken for its newest state',
      {
        table: 'fct_opportunity_version',
        of: ['opportunity_id'],
        from: 'loaded_from',
        to: 'loaded_to',
        example: 'version_key',
        emptyLeftOut: true,
      },
      { ends: endOfTime },
    ),
  ],
})

function intervals(db: Kysely<Warehouse>) {
  return db.selectFrom(ownedStates(db).as('e')).select((eb) => {
    const order = sql`order by ${eb.ref('e.began_at')}, ${eb.ref('e.place')}, ${eb.ref('e.state_id')}`
    const mine = sql`partition by ${eb.ref('e.opportunity_id')}`
    return [
      'e.opportunity_id',
      'e.stage_key',
      'e.amount',
      'e.close_date',
      'e.owner_id',
      'e.began_at',
      'e.known_from',
      'e.is_reconstructed',
      sql<number>`cast(row_number() over (${mine} ${order}) as integer)`.as('version_number'),
      sql<Date>`coalesce(lead(${eb.ref('e.began_at')}) over (${mine} ${order}), ${endOfTime})`.as('ended_at'),
      sql<boolean>`lead(${eb.ref('e.began_at')}) over (${mine} ${order}) is null`.as('is_current'),
      sql<Date>`coalesce(min(${eb.ref('e.known_from')}) over (${mine} ${order} rows between 1 following and unbounded following), ${endOfTime})`.as(
        'superseded_at',
      ),
    ]
  })
}
