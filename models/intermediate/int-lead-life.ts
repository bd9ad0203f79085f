import { type Expression, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { countRows } from '../warehouse/portable.ts'

/** What response times are grouped by. */
export const leadKinds = ['all', 'source', 'method', 'campaign', 'team', 'territory'] as const

export const leadLifeColumns = {
  kind: required('text', 'What the member is', leadKinds),
  member_key: required('text', "Key of the member; 'all' for all leads"),
  member: required('text', 'Name of the member'),
  seconds: optional(
    'integer',
    'Seconds from creation to the answer, or as far as it was followed; empty where that is not told',
  ),
  business_seconds: optional('integer', 'Those within working hours'),
  is_answered: required('boolean', 'True where it was answered then; else it is censored'),
  leads: required('integer', 'Leads that are alike'),
} as const

const unknown = sql<string>`'Unknown'`

/** Counted by whole seconds, so that those that tie do so in every engine. */
export const intLeadLife = defineModel({
  name: 'int_lead_life',
  layer: 'intermediate',
  grain: 'one row a member of a grouping and times of its leads that are alike',
  key: ['kind', 'member_key', 'seconds', 'business_seconds', 'is_answered'],
  columns: leadLifeColumns,
  query: (db) =>
    db
      .with('leads', () =>
        db
          .selectFrom('fct_lead as l')
          .innerJoin('dim_channel as c', 'c.channel_key', 'l.channel_key')
          .innerJoin('dim_campaign as g', 'g.campaign_key', 'l.campaign_key')
          .innerJoin('dim_territory as t', 't.territory_key', 'l.territory_key')
          .innerJoin('dim_rep as r', 'r.rep_key', 'l.rep_key')
          .select((eb) => [
            sql<string>`'all'`.as('all_key'),
            sql<string>`'All'`.as('all'),
            orUnknown(eb.ref('l.lead_source')).as('source_key'),
            sql<string>`coalesce(${eb.ref('l.lead_source')}, ${unknown})`.as('source'),
            'c.channel_key as method_key',
            'c.channel_name as method',
            'g.campaign_key',
            'g.campaign_name as campaign',
            orUnknown(eb.ref('r.team')).as('team_key'),
            sql<string>`coalesce(${eb.ref('r.team')}, ${unknown})`.as('team'),
            't.territory_key',
            't.territory_name as territory',
            wholeSeconds(eb.ref('l.followed_minutes'), eb.ref('l.followed_minutes')).as('seconds'),
            wholeSeconds(eb.ref('l.followed_minutes'), eb.ref('l.followed_business_minutes')).as(
              'business_seconds',
            ),
            'l.is_answered',
          ]),
      )
      .with('grouped', (cte) => {
        const by = (kind: (typeof leadKinds)[number]) =>
          cte
            .selectFrom('leads')
            .groupBy([`${kind}_key`, 'seconds', 'business_seconds', 'is_answered'])
            .select((eb) => [
              sql<string>`${sql.lit(kind)}`.as('kind'),
              sql<string>`${eb.ref(`${kind}_key`)}`.as('member_key'),
              // A name may be told in more than one way; the last one in the alphabet serves as well as any.
              sql<string>`max(${eb.ref(kind)})`.as('member'),
              'seconds',
              'business_seconds',
              'is_answered',
              countRows().as('leads'),
            ])
        return by('all')
          .unionAll(by('source'))
          .unionAll(by('method'))
          .unionAll(by('campaign'))
          .unionAll(by('team'))
          .unionAll(by('territory'))
      })
      .selectFrom('grouped')
      .selectAll(),
})

/** Where a lead ends before it begins, neither time is told. */
function wholeSeconds(
  followed: Expression<number | null>,
  minutes: Expression<number | null>,
): RawBuilder<number | null> {
  return sql`case when ${followed} >= 0 then cast(floor(${minutes} * 60 + 0.5) as integer) end`
}
