import { sql } from 'kysely'
import { required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { holds } from '../incremental.ts'
import { defineModel } from '../model.ts'

export const opportunityChannelColumns = {
  opportunity_id: required('text', 'Opportunity'),
  channel_key: required('text', "Selling method in lower case; 'unknown' where nothing tells it"),
  channel_name: required('text', 'Selling method as it is spelled'),
  told_by: required('text', 'record: the CRM says so; activities: told from their mix; nothing', [
    'record',
    'activities',
    'nothing',
  ]),
} as const

/** Share of an opportunity's activities from which their kind tells the selling method. */
const enough = 0.25

/**
 * How each opportunity is sold: as its record says, a record type by its name. Where the record does not say
 * and the configuration allows, the mix of its activities up to its close tells: Field where at least a
 * quarter are visits, meetings or demos; else Phone where at least a quarter are calls; else Online for e-mails
 * and messages. The personal kinds go first, since e-mails go with every method.
 */
export const intOpportunityChannel = defineModel({
  name: 'int_opportunity_channel',
  layer: 'intermediate',
  grain: 'one row an opportunity',
  key: ['opportunity_id'],
  columns: opportunityChannelColumns,
  incremental: {
    by: 'opportunity_id',
    inputs: [
      holds('int_opportunity', 'opportunity_id'),
      holds('stg_opportunity', 'opportunity_id'),
      holds('int_activity', 'opportunity_id'),
    ],
  },
  query: (db) => {
    const mix = db
      .selectFrom('int_activity as a')
      .innerJoin('int_opportunity as i', 'i.opportunity_id', 'a.opportunity_id')
      .innerJoin('company as c', (join) => join.onTrue())
      .where('a.is_done', '=', true)
      .where('c.channel_by_activities', '=', true)
      .where((eb) => eb.or([eb('i.closed_at', 'is', null), eb('a.occurred_at', '<=', eb.ref('i.closed_at'))]))
      .groupBy('i.opportunity_id')
      .select((eb) => {
        const kinds = (...names: string[]) =>
          sql<number>`sum(case when ${eb.ref('a.activity_type')} in (${sql.join(names.map((name) => sql.lit(name)))}) then 1 else 0 end)`
        return [
          'i.opportunity_id',
          kinds('visit', 'meeting', 'demo').as('in_person'),
          kinds('call').as('calls'),
          kinds('email', 'message').as('messages'),
        ]
      })
      .as('mix')
    const named = db
      .selectFrom('int_opportunity as i')
      .innerJoin('stg_opportunity as o', 'o.opportunity_id', 'i.opportunity_id')
      .leftJoin('stg_record_type as t', 't.record_type_id', 'o.channel')
      .leftJoin(mix, 'mix.opportunity_id', 'i.opportunity_id')
      .select((eb) => {
        const all = sql`(${eb.ref('mix.in_person')} + ${eb.ref('mix.calls')} + ${eb.ref('mix.messages')})`
        return [
          'i.opportunity_id',
          sql<string | null>`coalesce(${eb.ref('t.name')}, ${eb.ref('o.channel')})`.as('told'),
          sql<
            string | null
          >`case when ${all} > 0 then case when ${eb.ref('mix.in_person')} >= ${sql.lit(enough)} * ${all} then 'Field' when ${eb.ref('mix.calls')} >= ${sql.lit(enough)} * ${all} then 'Phone' else 'Online' end end`.as(
            'mixed',
          ),
        ]
      })
      .as('named')
    return db
      .selectFrom(named)
      .select((eb) => [
        'named.opportunity_id',
        sql<string>`lower(coalesce(${eb.ref('named.told')}, ${eb.ref('named.mixed')}, ${sql.lit(UNKNOWN)}))`.as(
          'channel_key',
        ),
        sql<string>`coalesce(${eb.ref('named.told')}, ${eb.ref('named.mixed')}, 'Unknown')`.as(
          'channel_name',
        ),
        sql<string>`case when ${eb.ref('named.told')} is not null then 'record' when ${eb.ref('named.mixed')} is not null then 'activities' else 'nothing' end`.as(
          'told_by',
        ),
      ])
  },
})
