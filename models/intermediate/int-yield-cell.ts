import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { required } from '../column.ts'
import { orUnknown, UNKNOWN } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

/** Groupings, each at the number whose bits say what it takes together: territory 1, segment 2, method 4. */
export const yieldKinds = [
  'method_segment_territory',
  'method_segment',
  'method_territory',
  'method',
  'segment_territory',
  'segment',
  'territory',
  'all',
] as const

/** Key and name of a member that takes all together. */
const [ALL, ALL_NAME] = [sql.lit('all'), sql.lit('All')]

export const yieldCellColumns = {
  kind: required('text', 'What the deals are grouped by', yieldKinds),
  method_key: required('text', "Selling method; 'all' where all are taken together"),
  method: required('text', 'Name of the selling method'),
  segment_key: required('text', "Segment of the account; 'all' where all are taken together"),
  segment: required('text', 'Name of the segment'),
  territory_key: required('text', "Territory; 'all' where all are taken together"),
  territory: required('text', 'Name of the territory'),
  deals: required('integer', 'Opportunities'),
  deals_won: required('integer', 'Of these, won'),
  deals_closed: required('integer', 'Of these, won or lost'),
  bookings_amount: required('amount', "Bookings, in the company's currency"),
  followed_amount: required('amount', 'Of these, closed since the first rep-day of their selling method'),
  rep_days: required(
    'integer',
    'Days on which a rep had an activity that took place on any of the opportunities, each rep and day once',
  ),
} as const

/** Rep-days of several selling methods do not add up: a day on which a rep worked by two counts once in the total. */
export const intYieldCell = defineModel({
  name: 'int_yield_cell',
  layer: 'intermediate',
  grain: 'one row a grouping and selling method, segment and territory of opportunities, totals included',
  key: ['kind', 'method_key', 'segment_key', 'territory_key'],
  columns: yieldCellColumns,
  query: (db) =>
    db
      .with('deals', () => deals(db))
      .with('days', (cte) =>
        cte
          .selectFrom('deals as d')
          .innerJoin('fct_activity as a', 'a.opportunity_id', 'd.opportunity_id')
          .innerJoin('dim_rep as r', 'r.rep_key', 'a.rep_key')
          .where('a.is_done', '=', true)
          .where('a.occurred_on', 'is not', null)
          .where('r.rep_key', '<>', UNKNOWN)
          .distinct()
          .select((eb) => [
            'd.method_key',
            'd.segment_key',
            'd.territory_key',
            'r.rep_id',
            eb.ref('a.occurred_on').$castTo<string>().as('worked_on'),
          ]),
      )
      .with('first_days', (cte) =>
        cte
          .selectFrom('days')
          .groupBy('method_key')
          .select((eb) => ['method_key', sql<string>`min(${eb.ref('worked_on')})`.as('worked_on')]),
      )
      .with('worked', (cte) =>
        cte
          .selectFrom('days')
          .groupBy((eb) => cube(eb.ref('method_key'), eb.ref('segment_key'), eb.ref('territory_key')))
          .select((eb) => [
            ...members(eb.ref('method_key'), eb.ref('segment_key'), eb.ref('territory_key')),
            sql<number>`cast(count(distinct ${eb.ref('rep_id')} || '/' || cast(${eb.ref('worked_on')} as varchar)) as integer)`.as(
              'rep_days',
            ),
          ]),
      )
      .with('counted', (cte) =>
        cte
          .selectFrom('deals as d')
          .leftJoin('first_days as f', 'f.method_key', 'd.method_key')
          .groupBy((eb) => cube(eb.ref('d.method_key'), eb.ref('d.segment_key'), eb.ref('d.territory_key')))
          // Without any opportunity the total of all would be a row of nothing.
          .having(countRows(), '>', 0)
          .select((eb) => {
            const has = (condition: RawBuilder<unknown>) =>
              sumInteger(sql<number>`case when ${condition} then 1 else 0 end`)
            const won = sql`${eb.ref('d.status')} = 'won'`
            const booked = (condition: RawBuilder<unknown>) =>
              sumAmount(
                sql<string>`case when ${condition} then coalesce(${eb.ref('d.amount')}, 0) else 0 end`,
              )
            return [
              ...members(eb.ref('d.method_key'), eb.ref('d.segment_key'), eb.ref('d.territory_key')),
              nameOf(eb.ref('d.method_key'), eb.ref('d.method')).as('method'),
              nameOf(eb.ref('d.segment_key'), eb.ref('d.segment')).as('segment'),
              nameOf(eb.ref('d.territory_key'), eb.ref('d.territory')).as('territory'),
              countRows().as('deals'),
              has(won).as('deals_won'),
              has(sql`${eb.ref('d.status')} <> 'open'`).as('deals_closed'),
              booked(won).as('bookings_amount'),
              booked(sql`${won} and ${eb.ref('d.closed_on')} >= ${eb.ref('f.worked_on')}`).as(
                'followed_amount',
              ),
            ]
          }),
      )
      .selectFrom('counted as n')
      .leftJoin('worked as w', (join) =>
        join
          .onRef('w.kind', '=', 'n.kind')
          .onRef('w.method_key', '=', 'n.method_key')
          .onRef('w.segment_key', '=', 'n.segment_key')
          .onRef('w.territory_key', '=', 'n.territory_key'),
      )
      .select((eb) => [
        'n.kind',
        'n.method_key',
        'n.method',
        'n.segment_key',
        'n.segment',
        'n.territory_key',
        'n.territory',
        'n.deals',
        'n.deals_won',
        'n.deals_closed',
        'n.bookings_amount',
        'n.followed_amount',
        sql<number>`coalesce(${eb.ref('w.rep_days')}, 0)`.as('rep_days'),
      ]),
})

function deals(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_channel as c', 'c.channel_key', 'o.channel_key')
    .innerJoin('dim_account as a', 'a.account_key', 'o.account_key')
    .innerJoin('dim_territory as t', 't.territory_key', 'o.territory_key')
    .select((eb) => [
      'o.opportunity_id',
      'c.channel_key as method_key',
      'c.channel_name as method',
      orUnknown(eb.ref('a.segment')).as('segment_key'),
      sql<string>`coalesce(${eb.ref('a.segment')}, 'Unknown')`.as('segment'),
      't.territory_key',
      't.territory_name as territory',
      'o.status',
      'o.amount',
      'o.closed_on',
    ])
}

type Key = Expression<string>

/** Groups by every combination of the keys, each of them or all of its members together. */
function cube(method: Key, segment: Key, territory: Key): RawBuilder<string> {
  return sql`cube(${method}, ${segment}, ${territory})`
}

/** What a row of such a grouping is about. */
function members(method: Key, segment: Key, territory: Key) {
  const keyOf = (key: Key) => sql<string>`case when grouping(${key}) = 1 then ${ALL} else ${key} end`
  const number = sql`4 * grouping(${method}) + 2 * grouping(${segment}) + grouping(${territory})`
  const kinds = yieldKinds.map((kind, bits) => sql`when ${sql.lit(bits)} then ${sql.lit(kind)}`)
  return [
    sql<string>`case ${number} ${sql.join(kinds, sql` `)} end`.as('kind'),
    keyOf(method).as('method_key'),
    keyOf(segment).as('segment_key'),
    keyOf(territory).as('territory_key'),
  ] as const
}

/** A name may be told in more than one way; the last one in the alphabet serves as well as any. */
function nameOf(key: Key, name: Expression<string>): RawBuilder<string> {
  return sql`case when grouping(${key}) = 1 then ${ALL_NAME} else max(${name}) end`
}
