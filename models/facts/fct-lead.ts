import { type Expression, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import {
  companyDay,
  countRows,
  daysBetween,
  minuteOfDay,
  minutesElapsed,
  startOfDay,
  sumInteger,
} from '../warehouse/portable.ts'

export const fctLeadColumns = {
  lead_id: required('text', 'Id in the CRM'),
  lead_source: optional('text', 'Where it came from'),
  status: optional('text', 'Status in the CRM'),
  channel_key: joins('dim_channel.channel_key', required('text', 'Selling method')),
  rep_key: joins('dim_rep.rep_key', required('text', 'Owner as they were when it was created')),
  territory_key: joins('dim_territory.territory_key', required('text', "The owner's territory then")),
  campaign_key: joins(
    'dim_campaign.campaign_key',
    required('text', 'First campaign that it was a member of'),
  ),
  created_at: optional('timestamp', 'When it was created'),
  created_on: optional('date', 'Company day on which it was created'),
  is_answered: required('boolean', 'True where a person of ours turned to it after its creation'),
  responded_at: optional(
    'timestamp',
    'When one first did: call, e-mail, meeting, visit, demo or message, outbound',
  ),
  response_minutes: optional('double', 'Minutes from creation to response; empty where unanswered'),
  response_business_minutes: optional(
    'double',
    "Those within the working hours of the company's business days",
  ),
  followed_minutes: optional(
    'double',
    "Minutes from creation to response, or, unanswered, to the end of the day of conversion or the build's instant: unanswered leads are censored there",
  ),
  followed_business_minutes: optional(
    'double',
    "Those within the working hours of the company's business days",
  ),
  touches: required('integer', 'How often a person of ours turned to it'),
  is_converted: required('boolean', 'True once converted'),
  converted_on: optional('date', 'Day of conversion'),
  days_to_convert: optional('integer', 'Company days from creation to conversion'),
  account_key: joins('dim_account.account_key', required('text', 'Account that it became, as it is now')),
  opportunity_id: joins('fct_opportunity.opportunity_id', optional('text', 'Opportunity that it became')),
} as const

export const fctLead = defineModel({
  name: 'fct_lead',
  layer: 'fact',
  grain: 'one row a lead that is neither deleted nor merged away',
  key: ['lead_id'],
  columns: fctLeadColumns,
  query: (db) =>
    db
      .selectFrom('int_lead as l')
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('int_lead_response as p', 'p.lead_id', 'l.lead_id')
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'l.owner_id')
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('l.created_at')}, ${eb.ref('c.as_of')}) >= ${eb.ref('r.valid_from')}`,
          )
          .on(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('l.created_at')}, ${eb.ref('c.as_of')}) < ${eb.ref('r.valid_to')}`,
          ),
      )
      .leftJoin('dim_account as a', (join) =>
        join.onRef('a.account_id', '=', 'l.account_id').on('a.is_current', '=', true),
      )
      .leftJoin('dim_date as d', 'd.date_key', 'l.created_on')
      .leftJoin('dim_date as e', (join) =>
        join.on((eb) =>
          eb(
            'e.date_key',
            '=',
            companyDay(
              followedTo(
                eb.ref('p.responded_at'),
                eb.ref('l.converted_on'),
                eb.ref('c.timezone'),
                eb.ref('c.as_of'),
              ),
              eb.ref('c.timezone'),
            ),
          ),
        ),
      )
      .select((eb) => {
        // Working minutes since an early day: their difference is the working time between two instants.
        const worked = (instant: Expression<Date | null>, days: 'd' | 'e') => {
          const length = sql`(${eb.ref('c.workday_to')} - ${eb.ref('c.workday_from')})`
          const today = sql`case when ${eb.ref(`${days}.is_business_day`)} then 1 else 0 end`
          return sql`((${eb.ref(`${days}.business_day_number`)} - ${today}) * ${length} + ${today} * least(greatest(${minuteOfDay(instant, eb.ref('c.timezone'))} - ${eb.ref('c.workday_from')}, 0), ${length}))`
        }
        const end = followedTo(
          eb.ref('p.responded_at'),
          eb.ref('l.converted_on'),
          eb.ref('c.timezone'),
          eb.ref('c.as_of'),
        )
        return [
          'l.lead_id',
          'l.lead_source',
          'l.status',
          'l.channel_key',
          orUnknown(eb.ref('r.rep_key')).as('rep_key'),
          orUnknown(eb.ref('r.territory_id')).as('territory_key'),
          'l.campaign_key',
          'l.created_at',
          'l.created_on',
          sql<boolean>`${eb.ref('p.lead_id')} is not null`.as('is_answered'),
          'p.responded_at',
          minutesElapsed(eb.ref('l.created_at'), eb.ref('p.responded_at'))
            .$castTo<number | null>()
            .as('response_minutes'),
          sql<
            number | null
          >`cast(case when ${eb.ref('p.lead_id')} is not null then ${worked(eb.ref('p.responded_at'), 'e')} end - ${worked(eb.ref('l.created_at'), 'd')} as double precision)`.as(
            'response_business_minutes',
          ),
          minutesElapsed(eb.ref('l.created_at'), end).$castTo<number | null>().as('followed_minutes'),
          sql<
            number | null
          >`cast(${worked(end, 'e')} - ${worked(eb.ref('l.created_at'), 'd')} as double precision)`.as(
            'followed_business_minutes',
          ),
          sql<number>`coalesce(${eb.ref('p.touches')}, 0)`.as('touches'),
          'l.is_converted',
          'l.converted_on',
          daysBetween(eb.ref('l.created_on'), eb.ref('l.converted_on'))
            .$castTo<number | null>()
            .as('days_to_convert'),
          orUnknown(eb.ref('a.account_key')).as('account_key'),
          'l.opportunity_id',
        ]
      }),
  audits: [
    {
      name: 'every lead of the source that was not merged away is here once',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('stg_lead as l')
          .leftJoin('fct_lead as f', 'f.lead_id', 'l.lead_id')
          .leftJoin('int_survivor as s', (join) =>
            join.on('s.entity', '=', 'lead').onRef('s.record_id', '=', 'l.lead_id'),
          )
          .where('f.lead_id', 'is', null)
          .where('s.record_id', 'is', null)
          .select('l.lead_id as example'),
    },
    reconciles('leads are as many as in the source without what was merged away', (db) => ({
      here: db.selectFrom('fct_lead').select(countRows().as('total')),
      there: db
        .selectFrom('stg_lead as l')
        .leftJoin('int_survivor as s', (join) =>
          join.on('s.entity', '=', 'lead').onRef('s.record_id', '=', 'l.lead_id'),
        )
        .where('s.record_id', 'is', null)
        .select(countRows().as('total')),
    })),
    reconciles('touches are as many as turned to a lead', (db) => ({
      here: db.selectFrom('fct_lead').select((eb) => sumInteger(eb.ref('touches')).as('total')),
      there: db
        .selectFrom('int_lead_response as p')
        .innerJoin('int_lead as l', 'l.lead_id', 'p.lead_id')
        .select((eb) => sumInteger(eb.ref('p.touches')).as('total')),
    })),
    {
      name: 'working minutes are not negative and not more than all minutes',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('fct_lead')
          .where((eb) =>
            eb.or([
              eb('response_business_minutes', '<', 0),
              sql<boolean>`${eb.ref('response_business_minutes')} > ${eb.ref('response_minutes')} + 1`,
            ]),
          )
          .select('lead_id as example'),
    },
    {
      name: 'the opportunity that a lead became exists',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('fct_lead as l')
          .leftJoin('fct_opportunity as o', 'o.opportunity_id', 'l.opportunity_id')
          .where('l.opportunity_id', 'is not', null)
          .where('o.opportunity_id', 'is', null)
          .select('l.lead_id as example'),
    },
  ],
})

/** Until when it is known whether a lead was answered: the answer, else the end of the day of conversion, or now. */
function followedTo(
  respondedAt: Expression<Date | null>,
  convertedOn: Expression<string | null>,
  zone: Expression<string>,
  asOf: Expression<Date>,
): RawBuilder<Date> {
  const converted = startOfDay(sql<string>`cast(${convertedOn} + 1 as date)`, zone)
  return sql`coalesce(${respondedAt}, least(coalesce(${converted}, ${asOf}), ${asOf}))`
}
