import { type Kysely, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, monthStart, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const martLeadSourceColumns = {
  lead_source_key: required('text', 'Source, campaign, product and month'),
  lead_source: required(
    'text',
    "Where leads, and opportunities without one, came from; 'Unknown' where none is told",
  ),
  campaign_key: joins('dim_campaign.campaign_key', required('text', 'Campaign')),
  product_key: joins('dim_product.product_key', required('text', 'Main product of the opportunity')),
  month_start: required('date', 'Calendar month in which the lead, or else the opportunity, was created'),
  leads: required('integer', 'Leads'),
  leads_answered: required('integer', 'Those that a person of ours turned to'),
  leads_converted: required('integer', 'Those that were converted'),
  opportunities: required('integer', 'Opportunities, those that came from no lead included'),
  deals_won: required('integer', 'Those won'),
  deals_lost: required('integer', 'Those lost'),
  open_amount: required('amount', "Amount of those open, in the company's currency"),
  bookings_amount: required('amount', "Amount of those won, in the company's currency"),
} as const

/** Followed from the month of creation, whenever a deal is won. An opportunity of several leads counts for the first. */
export const martLeadSource = defineModel({
  name: 'mart_lead_source',
  layer: 'mart',
  grain: 'one row a lead source, campaign, product and calendar month of creation',
  key: ['lead_source_key'],
  columns: martLeadSourceColumns,
  query: (db) =>
    db
      .selectFrom(origins(db).as('x'))
      .leftJoin('fct_opportunity as o', 'o.opportunity_id', 'x.opportunity_id')
      .where('x.created_on', 'is not', null)
      .groupBy((eb) => [
        'x.lead_source',
        'x.campaign_key',
        orUnknown(eb.ref('o.product_key')),
        monthStart(eb.ref('x.created_on')),
      ])
      .select((eb) => {
        const product = orUnknown(eb.ref('o.product_key'))
        const month = monthStart(eb.ref('x.created_on'))
        const ofStatus = (status: string) =>
          sumInteger(sql<number>`case when ${eb.ref('o.status')} = ${sql.lit(status)} then 1 else 0 end`)
        const amountOf = (status: string) =>
          sumAmount(
            sql<string>`case when ${eb.ref('o.status')} = ${sql.lit(status)} then coalesce(${eb.ref('o.amount')}, 0) else 0 end`,
          )
        return [
          sql<string>`concat_ws('/', ${eb.ref('x.lead_source')}, ${eb.ref('x.campaign_key')}, ${product}, cast(${month} as varchar))`.as(
            'lead_source_key',
          ),
          'x.lead_source',
          'x.campaign_key',
          product.as('product_key'),
          month.as('month_start'),
          sumInteger(eb.ref('x.leads')).as('leads'),
          sumInteger(eb.ref('x.answered')).as('leads_answered'),
          sumInteger(eb.ref('x.converted')).as('leads_converted'),
          sumInteger(sql<number>`case when ${eb.ref('o.opportunity_id')} is null then 0 else 1 end`).as(
            'opportunities',
          ),
          ofStatus('won').as('deals_won'),
          ofStatus('lost').as('deals_lost'),
          amountOf('open').as('open_amount'),
          amountOf('won').as('bookings_amount'),
        ]
      }),
  audits: [
    reconciles('leads are as many as in fct_lead that have a day of creation', (db) => ({
      here: db.selectFrom('mart_lead_source').select((eb) => sumInteger(eb.ref('leads')).as('total')),
      there: db.selectFrom('fct_lead').where('created_on', 'is not', null).select(countRows().as('total')),
    })),
    reconciles('leads answered and converted are as many as in fct_lead', (db) => ({
      here: db
        .selectFrom('mart_lead_source')
        .select((eb) =>
          sumInteger(sql<number>`${eb.ref('leads_answered')} + ${eb.ref('leads_converted')}`).as('total'),
        ),
      there: db
        .selectFrom('fct_lead')
        .where('created_on', 'is not', null)
        .select((eb) =>
          sumInteger(
            sql<number>`case when ${eb.ref('is_answered')} then 1 else 0 end + case when ${eb.ref('is_converted')} then 1 else 0 end`,
          ).as('total'),
        ),
    })),
    reconciles(
      'each opportunity that has a day of creation, or whose first lead has, is here once',
      (db) => ({
        here: db
          .selectFrom('mart_lead_source')
          .select((eb) => sumInteger(eb.ref('opportunities')).as('total')),
        there: followed(db).select(countRows().as('total')),
      }),
    ),
    ...(['won', 'lost'] as const).map((status) =>
      reconciles(`opportunities ${status} are as many as in fct_opportunity`, (db) => ({
        here: db
          .selectFrom('mart_lead_source')
          .select((eb) => sumInteger(eb.ref(`deals_${status}`)).as('total')),
        there: followed(db).where('o.status', '=', status).select(countRows().as('total')),
      })),
    ),
    ...(
      [
        ['bookings', 'bookings_amount', 'won'],
        ['open amounts', 'open_amount', 'open'],
      ] as const
    ).map(([what, column, status]) =>
      reconciles(`${what} equal those of fct_opportunity`, (db) => ({
        here: db.selectFrom('mart_lead_source').select((eb) => sumAmount(eb.ref(column)).as('total')),
        there: followed(db)
          .where('o.status', '=', status)
          .select((eb) => sumAmount(eb.ref('o.amount')).as('total')),
      })),
    ),
  ],
})

/** Opportunities whose first lead, or which themselves where they came from none, have a day of creation. */
function followed(db: Kysely<Warehouse>) {
  const firstLeads = db
    .selectFrom('fct_lead')
    .where('opportunity_id', 'is not', null)
    .groupBy('opportunity_id')
    .select((eb) => ['opportunity_id', sql<string | null>`min(${eb.ref('created_on')})`.as('created_on')])
    .as('l')
  return db
    .selectFrom('fct_opportunity as o')
    .leftJoin(firstLeads, 'l.opportunity_id', 'o.opportunity_id')
    .where(
      (eb) =>
        sql<boolean>`case when ${eb.ref('l.opportunity_id')} is null then ${eb.ref('o.created_on')} else ${eb.ref('l.created_on')} end is not null`,
    )
}

/** Leads with the opportunity that they became, and opportunities that no lead became. */
function origins(db: Kysely<Warehouse>) {
  const leads = db
    .selectFrom('fct_lead as l')
    .select((eb) => [
      sql<string>`coalesce(${eb.ref('l.lead_source')}, 'Unknown')`.as('lead_source'),
      'l.campaign_key',
      'l.created_on',
      'l.is_answered',
      'l.is_converted',
      // Several leads may become one opportunity: it counts once.
      sql<
        string | null
      >`case when row_number() over (partition by ${eb.ref('l.opportunity_id')} order by ${eb.ref('l.created_at')}, ${eb.ref('l.lead_id')}) = 1 then ${eb.ref('l.opportunity_id')} end`.as(
        'opportunity_id',
      ),
    ])
    .as('leads')
  return db
    .selectFrom(leads)
    .select((eb) => [
      'leads.lead_source',
      'leads.campaign_key',
      'leads.created_on',
      'leads.opportunity_id',
      sql<number>`1`.as('leads'),
      sql<number>`case when ${eb.ref('leads.is_answered')} then 1 else 0 end`.as('answered'),
      sql<number>`case when ${eb.ref('leads.is_converted')} then 1 else 0 end`.as('converted'),
    ])
    .unionAll(
      db
        .selectFrom('fct_opportunity as o')
        .leftJoin('fct_lead as l', 'l.opportunity_id', 'o.opportunity_id')
        .where('l.lead_id', 'is', null)
        .select((eb) => [
          sql<string>`coalesce(${eb.ref('o.lead_source')}, 'Unknown')`.as('lead_source'),
          'o.campaign_key',
          'o.created_on',
          eb.ref('o.opportunity_id').$castTo<string | null>().as('opportunity_id'),
          sql<number>`0`.as('leads'),
          sql<number>`0`.as('answered'),
          sql<number>`0`.as('converted'),
        ]),
    )
}
