import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

/** What curves of the cycle are grouped by. */
export const cycleKinds = ['all', 'method', 'segment', 'territory', 'team'] as const

export const cycleLifeColumns = {
  kind: required('text', 'What the member is', cycleKinds),
  member_key: required('text', "Key of the member; 'all' for all opportunities"),
  member: required('text', 'Name of the member'),
  days: optional(
    'integer',
    "Company days from creation to the last close, or to the build's day while open; empty where a day is missing or the two are out of order",
  ),
  status: required('text', 'open, won or lost', ['open', 'won', 'lost']),
  deals: required('integer', 'Opportunities that are alike'),
} as const

const unknown = sql<string>`'Unknown'`

/**
 * Counted by day before anything else, so that curves cost the same for a thousand deals or a million. A deal
 * that is open again after a close is open, as it is for `cycle_days`: its last close is still to come.
 */
export const intCycleLife = defineModel({
  name: 'int_cycle_life',
  layer: 'intermediate',
  grain: 'one row a member of a grouping, number of days and status of its opportunities',
  key: ['kind', 'member_key', 'days', 'status'],
  columns: cycleLifeColumns,
  query: (db) =>
    db
      .with('deals', () =>
        db
          .selectFrom('fct_opportunity as o')
          .innerJoin('dim_channel as c', 'c.channel_key', 'o.channel_key')
          .innerJoin('dim_territory as t', 't.territory_key', 'o.territory_key')
          .innerJoin('dim_account as a', 'a.account_key', 'o.account_key')
          .innerJoin('dim_rep as r', 'r.rep_key', 'o.rep_key')
          .select((eb) => [
            sql<string>`'all'`.as('all_key'),
            sql<string>`'All'`.as('all'),
            'c.channel_key as method_key',
            'c.channel_name as method',
            orUnknown(eb.ref('a.segment')).as('segment_key'),
            sql<string>`coalesce(${eb.ref('a.segment')}, ${unknown})`.as('segment'),
            't.territory_key',
            't.territory_name as territory',
            orUnknown(eb.ref('r.team')).as('team_key'),
            sql<string>`coalesce(${eb.ref('r.team')}, ${unknown})`.as('team'),
            'o.status',
            sql<
              number | null
            >`case when coalesce(${eb.ref('o.cycle_days')}, ${eb.ref('o.age_days')}) >= 0 then coalesce(${eb.ref('o.cycle_days')}, ${eb.ref('o.age_days')}) end`.as(
              'days',
            ),
          ]),
      )
      .with('grouped', (cte) => {
        const by = (kind: (typeof cycleKinds)[number]) =>
          cte
            .selectFrom('deals')
            .groupBy([`${kind}_key`, 'days', 'status'])
            .select((eb) => [
              sql<string>`${sql.lit(kind)}`.as('kind'),
              sql<string>`${eb.ref(`${kind}_key`)}`.as('member_key'),
              // A name may be told in more than one way; the last one in the alphabet serves as well as any.
              sql<string>`max(${eb.ref(kind)})`.as('member'),
              'days',
              'status',
              countRows().as('deals'),
            ])
        return by('all')
          .unionAll(by('method'))
          .unionAll(by('segment'))
          .unionAll(by('territory'))
          .unionAll(by('team'))
      })
      .selectFrom('grouped')
      .selectAll(),
  audits: [
    {
      name: 'every opportunity is in each grouping once',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('int_cycle_life')
              .groupBy('kind')
              .select((e) => ['kind', sumInteger(e.ref('deals')).as('deals')])
              .as('grouped'),
          )
          .innerJoin(
            (eb) => eb.selectFrom('fct_opportunity').select(countRows().as('deals')).as('fact'),
            (join) => join.onTrue(),
          )
          .whereRef('grouped.deals', '<>', 'fact.deals')
          .select('grouped.kind as example'),
    },
    {
      name: 'every opportunity has a day of creation and, once closed, a later day of its close',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('fct_opportunity')
          .where((eb) => sql<boolean>`coalesce(${eb.ref('cycle_days')}, ${eb.ref('age_days')}, -1) < 0`)
          .select('opportunity_id as example'),
    },
  ],
})
