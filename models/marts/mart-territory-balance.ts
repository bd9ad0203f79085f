import { type Kysely, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumAmount, sumInteger } from '../warehouse/portable.ts'

const measures = ['accounts', 'open_amount', 'activities', 'bookings_amount'] as const

type Measure = (typeof measures)[number]

const variation = (of: string) =>
  optional(
    'double',
    `Company only: sample standard deviation of ${of} over territories / their mean; 0 is even`,
  )
const gini = (of: string) =>
  optional('double', `Company only: Gini coefficient of ${of} over territories, 0 where even to 1`)

export const martTerritoryBalanceColumns = {
  balance_key: required('text', "Key of the territory, or 'company'"),
  level: required('text', 'territory, or company for the sums and spread over all territories', [
    'territory',
    'company',
  ]),
  territory_key: joins(
    'dim_territory.territory_key',
    required('text', "Territory; 'unknown' for the company"),
  ),
  territories: required('integer', 'Territories: 1, or all of them for the company'),
  accounts: required('integer', 'Potential: accounts in it now'),
  open_amount: required('amount', "Potential: open pipeline, in the company's currency"),
  activities: required('integer', "Workload: activities that took place in the 365 days up to the build's"),
  bookings_amount: required('amount', "Revenue: bookings closed in these days, in the company's currency"),
  accounts_cv: variation('accounts'),
  accounts_gini: gini('accounts'),
  open_amount_cv: variation('open pipeline'),
  open_amount_gini: gini('open pipeline'),
  activities_cv: variation('activities'),
  activities_gini: gini('activities'),
  bookings_cv: variation('bookings'),
  bookings_gini: gini('bookings'),
} as const

const zero = sql<string>`cast(0 as decimal(18, 6))`
const none = sql<number>`0`

/**
 * How evenly potential, workload and revenue are spread over territories. One that only groups others, with
 * nothing of its own, is none of them; what belongs to no territory is left out.
 */
export const martTerritoryBalance = defineModel({
  name: 'mart_territory_balance',
  layer: 'mart',
  grain: 'one row a territory, and one for the company',
  key: ['balance_key'],
  columns: martTerritoryBalanceColumns,
  query: (db) =>
    db
      .with('figures', () => figures(db))
      .with('ranked', (cte) =>
        cte
          .selectFrom('figures')
          .select((eb) => [
            ...measures,
            ...measures.map((measure) =>
              sql<number>`cast(row_number() over (order by ${eb.ref(measure)}, ${eb.ref('territory_key')}) as integer)`.as(
                `${measure}_rank`,
              ),
            ),
          ]),
      )
      .selectFrom('figures as f')
      .select((eb) => [
        eb.ref('f.territory_key').as('balance_key'),
        sql<string>`'territory'`.as('level'),
        'f.territory_key',
        sql<number>`1`.as('territories'),
        'f.accounts',
        'f.open_amount',
        'f.activities',
        'f.bookings_amount',
        ...spreadColumns(() => sql<number | null>`cast(null as double precision)`),
      ])
      .unionAll((cte) =>
        cte.selectFrom('ranked').select((eb) => [
          sql<string>`'company'`.as('balance_key'),
          sql<string>`'company'`.as('level'),
          sql<string>`${sql.lit(UNKNOWN)}`.as('territory_key'),
          sql<number>`cast(count(*) as integer)`.as('territories'),
          sql<number>`coalesce(${sumInteger(eb.ref('accounts'))}, 0)`.as('accounts'),
          sql<string>`coalesce(${sumAmount(eb.ref('open_amount'))}, ${zero})`.as('open_amount'),
          sql<number>`coalesce(${sumInteger(eb.ref('activities'))}, 0)`.as('activities'),
          sql<string>`coalesce(${sumAmount(eb.ref('bookings_amount'))}, ${zero})`.as('bookings_amount'),
          ...spreadColumns((measure, kind) => {
            const value = sql<number>`cast(${sql.ref(measure)} as double precision)`
            const rank = sql.ref(`${measure}_rank`)
            return kind === 'cv' ? variationOf(value) : giniOf(value, rank)
          }),
        ]),
      ),
  audits: [
    reconciles('accounts are as many as have a territory now', (db) => ({
      here: ofLevel(db, 'territory').select((eb) => sumInteger(eb.ref('accounts')).as('total')),
      there: db
        .selectFrom('dim_account')
        .where('is_current', '=', true)
        .where('territory_id', 'is not', null)
        .where('territory_id', '<>', UNKNOWN)
        .select(countRows().as('total')),
    })),
    reconciles('open amounts equal those of fct_opportunity that have a territory', (db) => ({
      here: ofLevel(db, 'territory').select((eb) => sumAmount(eb.ref('open_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '=', 'open')
        .where('territory_key', '<>', UNKNOWN)
        .select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('bookings equal those of 365 days in fct_opportunity that have a territory', (db) => ({
      here: ofLevel(db, 'territory').select((eb) => sumAmount(eb.ref('bookings_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '=', 'won')
        .where('territory_key', '<>', UNKNOWN)
        .where((eb) => sql<boolean>`${eb.ref('closed_on')} > ${eb.ref('as_of_on')} - 365`)
        .select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('activities are as many as took place in 365 days in a territory', (db) => ({
      here: ofLevel(db, 'territory').select((eb) => sumInteger(eb.ref('activities')).as('total')),
      there: db
        .selectFrom('fct_activity as v')
        .innerJoin('company as c', (join) => join.onTrue())
        .where('v.is_done', '=', true)
        .where('v.territory_key', '<>', UNKNOWN)
        .where((eb) => sql<boolean>`${eb.ref('v.occurred_on')} > ${eb.ref('c.as_of_on')} - 365`)
        .select(countRows().as('total')),
    })),
    ...measures.map((measure) =>
      reconciles(`the company's ${measure} are the sum of its territories'`, (db) => ({
        here: ofLevel(db, 'company').select((eb) => sumAmount(eb.ref(measure).$castTo<string>()).as('total')),
        there: ofLevel(db, 'territory').select((eb) =>
          sumAmount(eb.ref(measure).$castTo<string>()).as('total'),
        ),
      })),
    ),
  ],
})

function ofLevel(db: Kysely<Warehouse>, level: 'territory' | 'company') {
  return db.selectFrom('mart_territory_balance').where('level', '=', level)
}

type Spread = (measure: Measure, kind: 'cv' | 'gini') => RawBuilder<number | null>

function spreadColumns(of: Spread) {
  return [
    of('accounts', 'cv').as('accounts_cv'),
    of('accounts', 'gini').as('accounts_gini'),
    of('open_amount', 'cv').as('open_amount_cv'),
    of('open_amount', 'gini').as('open_amount_gini'),
    of('activities', 'cv').as('activities_cv'),
    of('activities', 'gini').as('activities_gini'),
    of('bookings_amount', 'cv').as('bookings_cv'),
    of('bookings_amount', 'gini').as('bookings_gini'),
  ] as const
}

const variationOf = (value: RawBuilder<number>) =>
  sql<
    number | null
  >`case when count(*) > 1 and avg(${value}) > 0 then stddev_samp(${value}) / avg(${value}) end`

/** From the ranks of the values in ascending order, so that no pair of territories is formed. */
const giniOf = (value: RawBuilder<number>, rank: RawBuilder<unknown>) =>
  sql<
    number | null
  >`case when count(*) > 1 and sum(${value}) > 0 then 2.0 * sum(${value} * ${rank}) / (cast(count(*) as double precision) * sum(${value})) - cast(count(*) + 1 as double precision) / count(*) end`

/** Potential, workload and revenue of each territory. */
function figures(db: Kysely<Warehouse>) {
  const potential = db
    .selectFrom('dim_account as a')
    .where('a.is_current', '=', true)
    .where('a.territory_id', 'is not', null)
    .select((eb) => [
      eb.ref('a.territory_id').$castTo<string>().as('territory_key'),
      sql<number>`1`.as('accounts'),
      zero.as('open_amount'),
      none.as('activities'),
      zero.as('bookings_amount'),
    ])
  const deals = db
    .selectFrom('fct_opportunity as o')
    .where((eb) =>
      eb.or([
        eb('o.status', '=', 'open'),
        eb.and([
          eb('o.status', '=', 'won'),
          sql<boolean>`${eb.ref('o.closed_on')} > ${eb.ref('o.as_of_on')} - 365`,
        ]),
      ]),
    )
    .select((eb) => [
      'o.territory_key',
      none.as('accounts'),
      sql<string>`case when ${eb.ref('o.status')} = 'open' then coalesce(${eb.ref('o.amount')}, 0) else ${zero} end`.as(
        'open_amount',
      ),
      none.as('activities'),
      sql<string>`case when ${eb.ref('o.status')} = 'won' then coalesce(${eb.ref('o.amount')}, 0) else ${zero} end`.as(
        'bookings_amount',
      ),
    ])
  const work = db
    .selectFrom('fct_activity as v')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('v.is_done', '=', true)
    .where((eb) => sql<boolean>`${eb.ref('v.occurred_on')} > ${eb.ref('c.as_of_on')} - 365`)
    .select([
      'v.territory_key',
      none.as('accounts'),
      zero.as('open_amount'),
      sql<number>`1`.as('activities'),
      zero.as('bookings_amount'),
    ])
  const own = db
    .selectFrom(potential.unionAll(deals).unionAll(work).as('p'))
    .groupBy('p.territory_key')
    .select((eb) => [
      'p.territory_key',
      sumInteger(eb.ref('p.accounts')).as('accounts'),
      sumAmount(eb.ref('p.open_amount')).as('open_amount'),
      sumInteger(eb.ref('p.activities')).as('activities'),
      sumAmount(eb.ref('p.bookings_amount')).as('bookings_amount'),
    ])
    .as('own')
  const parents = db
    .selectFrom('stg_territory as s')
    .where('s.parent_territory_id', 'is not', null)
    .groupBy('s.parent_territory_id')
    .select('s.parent_territory_id')
    .as('g')
  return db
    .selectFrom('dim_territory as t')
    .leftJoin(own, 'own.territory_key', 't.territory_key')
    .leftJoin(parents, 'g.parent_territory_id', 't.territory_key')
    .where('t.territory_key', '<>', UNKNOWN)
    .where((eb) => eb.or([eb('own.territory_key', 'is not', null), eb('g.parent_territory_id', 'is', null)]))
    .select((eb) => [
      't.territory_key',
      sql<number>`coalesce(${eb.ref('own.accounts')}, 0)`.as('accounts'),
      sql<string>`coalesce(${eb.ref('own.open_amount')}, ${zero})`.as('open_amount'),
      sql<number>`coalesce(${eb.ref('own.activities')}, 0)`.as('activities'),
      sql<string>`coalesce(${eb.ref('own.bookings_amount')}, ${zero})`.as('bookings_amount'),
    ])
}
