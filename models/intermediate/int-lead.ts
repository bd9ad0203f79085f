import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { companyDay } from '../warehouse/portable.ts'

export const leadColumns = {
  lead_id: required('text', 'Lead'),
  lead_source: optional('text', 'Where it came from'),
  status: optional('text', 'Status in the CRM'),
  channel_key: required('text', "Selling method in lower case; 'unknown' where the record does not say"),
  channel_name: required('text', 'Selling method as it is spelled'),
  owner_id: optional('text', 'User id of the owner; as the record names them where no source describes them'),
  campaign_key: required('text', 'First campaign that it was a member of'),
  created_at: optional('timestamp', 'When it was created'),
  created_on: optional('date', 'Company day on which it was created'),
  is_converted: required('boolean', 'True once converted'),
  converted_on: optional('date', 'Day of conversion'),
  contact_id: optional('text', 'Contact that it became, after its merges'),
  account_id: optional('text', 'Account that it became, after its merges'),
  opportunity_id: optional('text', 'Opportunity that it became, after its merges'),
} as const

/** Each lead with what it became. One that was merged into another is that other one. */
export const intLead = defineModel({
  name: 'int_lead',
  layer: 'intermediate',
  grain: 'one row a lead that is neither deleted nor merged away',
  key: ['lead_id'],
  columns: leadColumns,
  query: (db) => {
    const firstCampaign = db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_campaign_member as m')
          .innerJoin('int_campaign_reference as r', 'r.reference', 'm.campaign_id')
          .leftJoin('int_survivor as s', (join) =>
            join.on('s.entity', '=', 'lead').onRef('s.record_id', '=', 'm.lead_id'),
          )
          .where('m.lead_id', 'is not', null)
          .select((eb) => {
            const lead = sql<string>`coalesce(${eb.ref('s.survivor_id')}, ${eb.ref('m.lead_id')})`
            return [
              lead.as('lead_id'),
              'r.campaign_key',
              sql<number>`row_number() over (partition by ${lead} order by ${eb.ref('m.created_at')} asc nulls last, ${eb.ref('m.member_id')})`.as(
                'campaign_rank',
              ),
            ]
          })
          .as('memberships'),
      )
      .where('memberships.campaign_rank', '=', 1)
      .select(['memberships.lead_id', 'memberships.campaign_key'])
      .as('g')
    return db
      .selectFrom('stg_lead as l')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('int_survivor as gone', (join) =>
        join.on('gone.entity', '=', 'lead').onRef('gone.record_id', '=', 'l.lead_id'),
      )
      .leftJoin('int_survivor as sc', (join) =>
        join.on('sc.entity', '=', 'contact').onRef('sc.record_id', '=', 'l.converted_contact_id'),
      )
      .leftJoin('int_survivor as sa', (join) =>
        join.on('sa.entity', '=', 'account').onRef('sa.record_id', '=', 'l.converted_account_id'),
      )
      .leftJoin('int_survivor as so', (join) =>
        join.on('so.entity', '=', 'opportunity').onRef('so.record_id', '=', 'l.converted_opportunity_id'),
      )
      .leftJoin('int_person_reference as p', 'p.reference', 'l.owner_id')
      .leftJoin('stg_record_type as t', 't.record_type_id', 'l.channel')
      .leftJoin(firstCampaign, 'g.lead_id', 'l.lead_id')
      .where('gone.record_id', 'is', null)
      .select((eb) => {
        const channel = sql<string | null>`coalesce(${eb.ref('t.name')}, ${eb.ref('l.channel')})`
        return [
          'l.lead_id',
          'l.lead_source',
          'l.status',
          sql<string>`lower(${orUnknown(channel)})`.as('channel_key'),
          sql<string>`coalesce(${channel}, 'Unknown')`.as('channel_name'),
          sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('l.owner_id')})`.as('owner_id'),
          orUnknown(eb.ref('g.campaign_key')).as('campaign_key'),
          'l.created_at',
          companyDay(eb.ref('l.created_at'), eb.ref('c.timezone')).$castTo<string | null>().as('created_on'),
          sql<boolean>`coalesce(${eb.ref('l.is_converted')}, ${eb.ref('l.converted_on')} is not null)`.as(
            'is_converted',
          ),
          'l.converted_on',
          sql<string | null>`coalesce(${eb.ref('sc.survivor_id')}, ${eb.ref('l.converted_contact_id')})`.as(
            'contact_id',
          ),
          sql<string | null>`coalesce(${eb.ref('sa.survivor_id')}, ${eb.ref('l.converted_account_id')})`.as(
            'account_id',
          ),
          sql<
            string | null
          >`coalesce(${eb.ref('so.survivor_id')}, ${eb.ref('l.converted_opportunity_id')})`.as(
            'opportunity_id',
          ),
        ]
      })
  },
})
