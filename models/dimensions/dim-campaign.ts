import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { convert } from '../warehouse/portable.ts'
import { UNKNOWN } from './unknown.ts'

export const dimCampaignColumns = {
  campaign_key: required(
    'text',
    "Id of the campaign, or its name where no source describes it; 'unknown' where a record names none",
  ),
  campaign_name: required('text', 'Name'),
  campaign_type: optional('text', 'Kind, such as Webinar or Trade Show'),
  status: optional('text', 'Status in the CRM'),
  parent_campaign_id: optional('text', 'Campaign that it is part of'),
  start_on: optional('date', 'First day'),
  end_on: optional('date', 'Last day'),
  number_sent: optional('integer', 'People it was sent to'),
  budgeted_cost: optional(
    'amount',
    "Budget in the company's currency, at the spot rate of the first day, or of the build's day where that lies ahead or is not known",
  ),
  actual_cost: optional('amount', 'Cost likewise'),
} as const

const noText = sql<string | null>`cast(null as varchar)`
const noDay = sql<string | null>`cast(null as date)`
const noAmount = sql<string | null>`cast(null as decimal(18, 6))`

const undescribed = [
  noText.as('campaign_type'),
  noText.as('status'),
  noText.as('parent_campaign_id'),
  noDay.as('start_on'),
  noDay.as('end_on'),
  sql<number | null>`cast(null as integer)`.as('number_sent'),
  noAmount.as('budgeted_cost'),
  noAmount.as('actual_cost'),
] as const

export const dimCampaign = defineModel({
  name: 'dim_campaign',
  layer: 'dimension',
  grain: 'one row a marketing campaign, those that are only referred to included',
  key: ['campaign_key'],
  columns: dimCampaignColumns,
  query: (db) =>
    db
      .selectFrom('stg_campaign as c')
      .innerJoin('company as o', (join) => join.onTrue())
      .leftJoin('int_rate_period as q', (join) =>
        join
          .on((eb) =>
            eb('q.currency', '=', sql<string>`coalesce(${eb.ref('c.currency')}, ${eb.ref('o.currency')})`),
          )
          .on('q.rate_kind', '=', 'spot')
          .on(
            (eb) =>
              sql<boolean>`least(coalesce(${eb.ref('c.start_on')}, ${eb.ref('o.as_of_on')}), ${eb.ref('o.as_of_on')}) >= ${eb.ref('q.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`least(coalesce(${eb.ref('c.start_on')}, ${eb.ref('o.as_of_on')}), ${eb.ref('o.as_of_on')}) < ${eb.ref('q.valid_before')}`,
          ),
      )
      .select((eb) => [
        'c.campaign_id as campaign_key',
        'c.name as campaign_name',
        'c.campaign_type',
        'c.status',
        'c.parent_campaign_id',
        'c.start_on',
        'c.end_on',
        'c.number_sent',
        convert(eb.ref('c.budgeted_cost'), eb.ref('q.rate')).$castTo<string | null>().as('budgeted_cost'),
        convert(eb.ref('c.actual_cost'), eb.ref('q.rate')).$castTo<string | null>().as('actual_cost'),
      ])
      .unionAll(
        db
          .selectFrom('int_campaign_reference')
          .where('is_described', '=', false)
          .select(['campaign_key', 'campaign_name', ...undescribed]),
      )
      .unionAll(
        db
          .selectFrom('company')
          .select([
            sql.lit(UNKNOWN).as('campaign_key'),
            sql.lit('Unknown').as('campaign_name'),
            ...undescribed,
          ]),
      ),
  audits: [
    {
      name: 'every cost has a rate on or before its day',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('stg_campaign as s')
          .innerJoin('dim_campaign as d', 'd.campaign_key', 's.campaign_id')
          .where('s.actual_cost', 'is not', null)
          .where('d.actual_cost', 'is', null)
          .select('s.campaign_id as example'),
    },
  ],
})
