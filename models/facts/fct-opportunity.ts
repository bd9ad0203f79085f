import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { finds, holds, instants, tells, type WithChanged } from '../incremental.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { convert, daysBetween, sumAmount } from '../warehouse/portable.ts'

export const fctOpportunityColumns = {
  opportunity_id: required('text', 'Id in the CRM'),
  opportunity_name: optional('text', 'Name'),
  account_key: joins(
    'dim_account.account_key',
    required('text', 'Account as it was at the close, or is while open'),
  ),
  owner_id: optional('text', 'User id of the owner'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner as they were at the close, or are while open')),
  territory_key: joins(
    'dim_territory.territory_key',
    required('text', "Territory of the opportunity, else its account's, else its owner's"),
  ),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  channel_told_by: required('text', 'What tells the selling method: record, activities or nothing'),
  stage_key: joins('dim_stage.stage_key', required('text', 'Stage')),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  product_key: joins('dim_product.product_key', required('text', 'Main product')),
  product_name: optional('text', 'Name of the main product'),
  campaign_key: joins('dim_campaign.campaign_key', required('text', 'Campaign it is credited to')),
  deal_type: optional('text', 'new, expansion or renewal'),
  loss_reason: optional('text', 'Why it was lost'),
  competitor: optional('text', 'Competitor named'),
  lead_source: optional('text', 'Where it came from'),
  forecast_category: optional('text', 'Forecast category'),
  next_step: optional('text', 'Next step noted'),
  probability: optional('double', 'Probability given by the CRM, 0 to 1'),
  gross_margin: optional('double', 'Gross margin, 0 to 1'),
  discount: optional('double', 'Discount given, 0 to 1'),
  currency: required('text', "ISO code of the deal's currency"),
  amount_deal: optional('amount', "Amount in the deal's currency"),
  amount: optional(
    'amount',
    "Amount in the company's currency, at the spot rate of the close day, or of the build's day while open",
  ),
  created_amount: optional(
    'amount',
    "First amount recorded, in the company's currency at the spot rate of the creation day",
  ),
  created_at: optional('timestamp', 'When it was created'),
  created_on: optional('date', 'Company day on which it was created'),
  closed_at: optional('timestamp', 'When it was last closed; empty while open'),
  closed_on: optional('date', 'Company day on which it was last closed; empty while open'),
  first_closed_at: optional('timestamp', 'When it was first closed'),
  planned_close_on: optional('date', 'Close date as it stands in the CRM'),
  as_of_on: required('date', "The build's company day"),
  cycle_days: optional('integer', 'Company days from creation to the last close; empty while open'),
  age_days: optional('integer', "Company days from creation to the build's day; empty once closed"),
  reopen_count: required('integer', 'How often it was re-opened after a close'),
  push_count: required('integer', 'How often its close date moved to a later calendar month'),
  activities: required('integer', 'Activities on it that took place'),
  activities_to_close: required('integer', 'Those up to the moment it was last closed; 0 while open'),
} as const

export const fctOpportunity = defineModel({
  name: 'fct_opportunity',
  layer: 'fact',
  grain: 'one row an opportunity that is not deleted (accumulating snapshot)',
  key: ['opportunity_id'],
  columns: fctOpportunityColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity', 'opportunity_id'),
      holds('stg_opportunity', 'opportunity_id'),
      holds('int_opportunity_channel', 'opportunity_id'),
      holds('int_opportunity_close', 'opportunity_id'),
      holds('int_main_product', 'opportunity_id'),
      holds('int_opportunity_effort', 'opportunity_id'),
      finds('int_product_reference', 'reference', 'stg_opportunity', ['product_name'], 'opportunity_id'),
      finds('int_campaign_reference', 'reference', 'stg_opportunity', ['campaign_id'], 'opportunity_id'),
      finds('dim_rep', 'rep_id', 'int_opportunity', ['owner_id'], 'opportunity_id'),
      finds('dim_account', 'account_id', 'int_opportunity', ['account_id'], 'opportunity_id'),
      tells('company', touchedByTime),
    ],
  },
  query: (db) =>
    db
      .selectFrom('int_opportunity as i')
      .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'i.opportunity_id')
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('int_opportunity_channel as h', 'h.opportunity_id', 'i.opportunity_id')
      .leftJoin('int_opportunity_close as x', 'x.opportunity_id', 'i.opportunity_id')
      .leftJoin('int_main_product as p', 'p.opportunity_id', 'i.opportunity_id')
      .leftJoin('int_product_reference as n', 'n.reference', 'o.product_name')
      .leftJoin('int_campaign_reference as g', 'g.reference', 'o.campaign_id')
      .leftJoin('int_opportunity_effort as e', 'e.opportunity_id', 'i.opportunity_id')
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'i.owner_id')
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_at')}, ${eb.ref('c.as_of')}) >= ${eb.ref('r.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_at')}, ${eb.ref('c.as_of')}) < ${eb.ref('r.valid_to')}`,
          ),
      )
      .leftJoin('dim_account as a', (join) =>
        join
          .onRef('a.account_id', '=', 'i.account_id')
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_at')}, ${eb.ref('c.as_of')}) >= ${eb.ref('a.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_at')}, ${eb.ref('c.as_of')}) < ${eb.ref('a.valid_to')}`,
          ),
      )
      .leftJoin('int_rate_period as q', (join) =>
        join
          .onRef('q.currency', '=', 'i.currency')
          .on('q.rate_kind', '=', 'spot')
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_on')}, ${eb.ref('c.as_of_on')}) >= ${eb.ref('q.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('i.closed_on')}, ${eb.ref('c.as_of_on')}) < ${eb.ref('q.valid_before')}`,
          ),
      )
      .leftJoin('int_rate_period as qc', (join) =>
        join
          .onRef('qc.currency', '=', 'i.currency')
          .on('qc.rate_kind', '=', 'spot')
          .onRef('i.created_on', '>=', 'qc.valid_from')
          .onRef('i.created_on', '<', 'qc.valid_before'),
      )
      .select((eb) => [
        'i.opportunity_id',
        'o.name as opportunity_name',
        orUnknown(eb.ref('a.account_key')).as('account_key'),
        'i.owner_id',
        orUnknown(eb.ref('r.rep_key')).as('rep_key'),
        orUnknown(eb.ref('o.territory_id'), eb.ref('a.territory_id'), eb.ref('r.territory_id')).as(
          'territory_key',
        ),
        'h.channel_key',
        'h.told_by as channel_told_by',
        'i.stage_key',
        'i.status',
        orUnknown(eb.ref('p.product_key'), eb.ref('n.product_key')).as('product_key'),
        sql<string | null>`coalesce(${eb.ref('p.product_name')}, ${eb.ref('n.product_name')})`.as(
          'product_name',
        ),
        orUnknown(eb.ref('g.campaign_key')).as('campaign_key'),
        'o.deal_type',
        'o.loss_reason',
        'o.competitor',
        'o.lead_source',
        'o.forecast_category',
        'o.next_step',
        'o.probability',
        'o.gross_margin',
        'o.discount',
        'i.currency',
        'o.amount as amount_deal',
        convert(eb.ref('o.amount'), eb.ref('q.rate')).$castTo<string | null>().as('amount'),
        convert(
          sql<string | null>`coalesce(${eb.ref('x.first_amount')}, ${eb.ref('o.amount')})`,
          eb.ref('qc.rate'),
        )
          .$castTo<string | null>()
          .as('created_amount'),
        'i.created_at',
        'i.created_on',
        'i.closed_at',
        'i.closed_on',
        'i.first_closed_at',
        'o.close_date as planned_close_on',
        'c.as_of_on',
        daysBetween(eb.ref('i.created_on'), eb.ref('i.closed_on')).$castTo<number | null>().as('cycle_days'),
        sql<
          number | null
        >`case when ${eb.ref('i.status')} = 'open' then ${daysBetween(eb.ref('i.created_on'), eb.ref('c.as_of_on'))} end`.as(
          'age_days',
        ),
        sql<number>`coalesce(${eb.ref('x.reopen_count')}, 0)`.as('reopen_count'),
        sql<number>`coalesce(${eb.ref('x.push_count')}, 0)`.as('push_count'),
        sql<number>`coalesce(${eb.ref('e.activities')}, 0)`.as('activities'),
        sql<number>`coalesce(${eb.ref('e.activities_to_close')}, 0)`.as('activities_to_close'),
      ]),
  audits: [
    {
      name: 'every opportunity of the source that was not merged away is here once',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('stg_opportunity as o')
          .leftJoin('fct_opportunity as f', 'f.opportunity_id', 'o.opportunity_id')
          .leftJoin('int_survivor as s', (join) =>
            join.on('s.entity', '=', 'opportunity').onRef('s.record_id', '=', 'o.opportunity_id'),
          )
          .where('f.opportunity_id', 'is', null)
          .where('s.record_id', 'is', null)
          .select('o.opportunity_id as example'),
    },
    {
      name: 'every amount has a rate on or before its day',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity')
          .where('amount_deal', 'is not', null)
          .where('amount', 'is', null)
          .select((eb) =>
            sql<string>`${eb.ref('opportunity_id')} || ' in ' || ${eb.ref('currency')} || ' on ' || cast(coalesce(${eb.ref('closed_on')}, ${eb.ref('as_of_on')}) as varchar)`.as(
              'example',
            ),
          ),
    },
    {
      name: 'every first amount has a rate on or before the creation day',
      severity: 'error',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity')
          .where('amount_deal', 'is not', null)
          .where('created_amount', 'is', null)
          .where('created_on', 'is not', null)
          .select((eb) =>
            sql<string>`${eb.ref('opportunity_id')} || ' in ' || ${eb.ref('currency')} || ' on ' || cast(${eb.ref('created_on')} as varchar)`.as(
              'example',
            ),
          ),
    },
    {
      name: "won and closed flags agree with the stage's meaning",
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('fct_opportunity as f')
          .innerJoin('dim_stage as s', 's.stage_key', 'f.stage_key')
          .where((eb) =>
            eb.or([
              sql<boolean>`${eb.ref('s.is_won')} <> (${eb.ref('f.status')} = 'won')`,
              sql<boolean>`${eb.ref('s.is_closed')} <> (${eb.ref('f.status')} <> 'open')`,
            ]),
          )
          .select('f.opportunity_id as example'),
    },
    {
      name: 'a closed opportunity has a close day',
      severity: 'warn',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity')
          .where('status', '<>', 'open')
          .where('closed_on', 'is', null)
          .select('opportunity_id as example'),
    },
    {
      name: 'no opportunity closes before it is created',
      severity: 'warn',
      by: ['opportunity_id'],
      failing: (db) =>
        db.selectFrom('fct_opportunity').where('cycle_days', '<', 0).select('opportunity_id as example'),
    },
    {
      name: 'owners, accounts and stages are described by a source',
      severity: 'warn',
      by: ['opportunity_id'],
      failing: (db) =>
        db
          .selectFrom('fct_opportunity as f')
          .innerJoin('dim_rep as r', 'r.rep_key', 'f.rep_key')
          .innerJoin('dim_account as a', 'a.account_key', 'f.account_key')
          .innerJoin('dim_stage as s', 's.stage_key', 'f.stage_key')
          .where((eb) =>
            eb.or([
              eb('r.rep_name', 'like', 'Unknown (%'),
              eb('a.account_name', 'like', 'Unknown (%'),
              eb('s.stage_name', 'like', 'Unknown (%'),
            ]),
          )
          .select('f.opportunity_id as example'),
    },
    reconciles('amounts add up to those of the source without what was merged away', (db) => ({
      here: db.selectFrom('fct_opportunity').select((eb) => sumAmount(eb.ref('amount_deal')).as('total')),
      there: db
        .selectFrom('stg_opportunity as o')
        .leftJoin('int_survivor as s', (join) =>
          join.on('s.entity', '=', 'opportunity').onRef('s.record_id', '=', 'o.opportunity_id'),
        )
        .where('s.record_id', 'is', null)
        .select((eb) => sumAmount(eb.ref('o.amount')).as('total')),
    })),
  ],
})

/** As time goes by, open opportunities grow older and find later versions of their owner and account. */
function touchedByTime(db: Kysely<WithChanged>) {
  const begins = (table: 'dim_rep' | 'dim_account') =>
    sql`select 1 from ${sql.table(table)} as t where ${sql.ref('t.valid_from')} > ${sql.ref('instants.earlier')} and ${sql.ref('t.valid_from')} <= ${sql.ref('instants.later')}`
  const isNewDay = sql`select 1 from changed having min(${sql.ref('changed.as_of_on')}) <> max(${sql.ref('changed.as_of_on')})`
  return db
    .selectFrom('int_opportunity as i')
    .innerJoin(instants(db), (join) => join.onTrue())
    .where((eb) =>
      eb.or([
        sql<boolean>`exists (${isNewDay})`,
        sql<boolean>`${eb.ref('i.status')} = 'open' and exists (${begins('dim_rep')} and ${sql.ref('t.rep_id')} = ${eb.ref('i.owner_id')})`,
        sql<boolean>`${eb.ref('i.status')} = 'open' and exists (${begins('dim_account')} and ${sql.ref('t.account_id')} = ${eb.ref('i.account_id')})`,
      ]),
    )
    .select('i.opportunity_id as key')
}
