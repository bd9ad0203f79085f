import { type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { forecastLevels } from '../forecast/forecast-made.ts'
import { recentQuarters } from '../forecast/recent-quarters.ts'
import { ofEachLevel } from '../forecast/unit-levels.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, daysBetween, sumAmount, sumInteger } from '../warehouse/portable.ts'

/** Quarters before the running one that it is held against. */
const QUARTERS = 4

export const martForecastNeedColumns = {
  need_key: required('text', 'Level, unit and quarter'),
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  unit_name: required('text', 'Name of the rep, team, territory or company'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', "Whose it is: the rep, or the team's manager; 'unknown' for others"),
  ),
  quarter_start: required('date', 'First day of the fiscal quarter'),
  quarter_name: required('text', 'FY27 Q3'),
  is_running: required('boolean', 'True for the running quarter; the others are the four before it'),
  told_on: required(
    'date',
    "The day of the quarter of the same number as the build's, at whose end it is told",
  ),
  target_amount: required('amount', "Quota of the quarter, in the company's currency"),
  booked_before: required('amount', 'Booked in the quarter up to the day'),
  due_deals: required('integer', 'Opportunities open at its end that were planned to close in the quarter'),
  due_amount: required('amount', "Their amounts then, in the company's currency at the rate of the day"),
  booked_after: required('amount', 'Booked in the rest of the quarter; nothing yet in the running one'),
  deals_after: required('integer', 'Deals booked in the rest of it'),
  deals_booked: required('integer', 'Deals booked in all of it'),
  created_after: required('amount', 'First recorded amounts of opportunities created in the rest of it'),
} as const

type Amounts =
  | 'target_amount'
  | 'booked_before'
  | 'due_amount'
  | 'booked_after'
  | 'created_after'
  | 'due_deals'
  | 'deals_after'
  | 'deals_booked'

/** What the running quarter has left to do and to do it with, beside the quarters before on the same day of them. */
export const martForecastNeed = defineModel({
  name: 'mart_forecast_need',
  layer: 'mart',
  grain: 'one row a unit and fiscal quarter, of the running one and the four before',
  key: ['need_key'],
  columns: martForecastNeedColumns,
  query: (db) =>
    db
      .with('told', () => toldQuarters(db))
      .with('parts', (cte) => parts(cte))
      .with('atoms', (cte) =>
        cte
          .selectFrom('parts as p')
          .leftJoin('dim_rep as r', 'r.rep_key', 'p.rep_key')
          .leftJoin('int_forecast_unit as m', (join) =>
            join.on('m.level', '=', 'rep').onRef('m.unit_key', '=', 'r.rep_id'),
          )
          .selectAll('p')
          .select(['r.rep_id', 'm.team']),
      )
      .with('sums', (cte) => byUnit(cte))
      .selectFrom('sums as s')
      .innerJoin('told as t', 't.quarter_start', 's.quarter_start')
      .leftJoin('int_forecast_unit as u', (join) =>
        join.onRef('u.level', '=', 's.level').onRef('u.unit_key', '=', 's.unit_key'),
      )
      .select((eb) => [
        sql<string>`concat_ws('/', ${eb.ref('s.level')}, ${eb.ref('s.unit_key')}, cast(${eb.ref('s.quarter_start')} as varchar))`.as(
          'need_key',
        ),
        's.level',
        's.unit_key',
        sql<string>`coalesce(${eb.ref('u.unit_name')}, ${eb.ref('s.unit_key')})`.as('unit_name'),
        sql<string>`coalesce(${eb.ref('u.rep_key')}, ${sql.lit(UNKNOWN)})`.as('rep_key'),
        's.quarter_start',
        't.quarter_name',
        't.is_running',
        't.told_on',
        's.target_amount',
        's.booked_before',
        's.due_deals',
        's.due_amount',
        's.booked_after',
        's.deals_after',
        's.deals_booked',
        's.created_after',
      ]),
  audits: (['rep', 'team', 'territory'] as const).map((level) => ({
    name: `what each ${level} booked and has due adds up to the company's`,
    severity: 'error',
    ofRows: true,
    failing: (db: Kysely<Warehouse>) =>
      db
        .selectFrom('mart_forecast_need as n')
        .where('n.level', 'in', [level, 'company'])
        .groupBy('n.quarter_start')
        .having((eb) => {
          const net = (amount: 'booked_before' | 'booked_after' | 'due_amount' | 'target_amount') =>
            sql`sum(case when ${eb.ref('n.level')} = 'company' then ${eb.ref(`n.${amount}`)} else -${eb.ref(`n.${amount}`)} end)`
          return sql<boolean>`${net('booked_before')} <> 0 or ${net('booked_after')} <> 0 or ${net('due_amount')} <> 0 or ${net('target_amount')} <> 0`
        })
        .select((eb) => sql<string>`cast(${eb.ref('n.quarter_start')} as varchar)`.as('example')),
  })),
})

interface Told {
  quarter_start: string
  quarter_end: string
  quarter_name: string
  is_running: boolean
  told_on: string
}

/** The running quarter and those before it, with the day of each that has the number of the build's in its own. */
function toldQuarters(db: Kysely<Warehouse>) {
  const running = db
    .selectFrom(recentQuarters(db).as('r'))
    .where('r.place', '=', 0)
    .select('r.quarter_start')
    .as('n')
  return db
    .selectFrom(recentQuarters(db).as('q'))
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin(running, (join) => join.onTrue())
    .where('q.place', '<=', QUARTERS)
    .select((eb) => [
      'q.quarter_start',
      'q.quarter_end',
      'q.quarter_name',
      sql<boolean>`${eb.ref('q.place')} = 0`.as('is_running'),
      sql<string>`least(${eb.ref('q.quarter_start')} + ${daysBetween(eb.ref('n.quarter_start'), eb.ref('c.as_of_on'))}, ${eb.ref('q.quarter_end')})`.as(
        'told_on',
      ),
    ])
}

type WithTold = QueryCreator<Warehouse & { told: Told }>

const zero = sql<string>`cast(0 as decimal(18, 6))`
const none = sql<number>`0`

/** A part of a row: what it does not tell is nothing. */
function part(told: Partial<Record<Amounts, RawBuilder<unknown>>>) {
  const amount = (name: Amounts) => ((told[name] ?? zero) as RawBuilder<string>).as(name)
  const count = (name: Amounts) => ((told[name] ?? none) as RawBuilder<number>).as(name)
  return [
    amount('target_amount'),
    amount('booked_before'),
    amount('due_amount'),
    amount('booked_after'),
    amount('created_after'),
    count('due_deals'),
    count('deals_after'),
    count('deals_booked'),
  ] as const
}

/** All that tells of a quarter, by owner and territory. */
function parts(db: WithTold) {
  const booked = db
    .selectFrom('fct_booking as b')
    .innerJoin('told as q', (join) =>
      join.onRef('b.booked_on', '>=', 'q.quarter_start').onRef('b.booked_on', '<=', 'q.quarter_end'),
    )
    .select((eb) => {
      const isBefore = sql`${eb.ref('b.booked_on')} <= ${eb.ref('q.told_on')}`
      return [
        'q.quarter_start',
        'b.rep_key',
        eb.ref('b.territory_key').$castTo<string | null>().as('territory_key'),
        ...part({
          booked_before: sql`case when ${isBefore} then ${eb.ref('b.amount')} else ${zero} end`,
          booked_after: sql`case when ${isBefore} then ${zero} else ${eb.ref('b.amount')} end`,
          deals_after: sql`case when ${isBefore} then 0 else ${eb.ref('b.deals')} end`,
          deals_booked: sql`${eb.ref('b.deals')}`,
        }),
      ]
    })
  const created = db
    .selectFrom('fct_opportunity as o')
    .innerJoin('told as q', (join) =>
      join.onRef('o.created_on', '>', 'q.told_on').onRef('o.created_on', '<=', 'q.quarter_end'),
    )
    .select((eb) => [
      'q.quarter_start',
      'o.rep_key',
      eb.ref('o.territory_key').$castTo<string | null>().as('territory_key'),
      ...part({ created_after: sql`coalesce(${eb.ref('o.created_amount')}, 0)` }),
    ])
  const targeted = db
    .selectFrom('fct_quota as f')
    .innerJoin('told as q', (join) =>
      join.onRef('f.month_start', '>=', 'q.quarter_start').onRef('f.month_start', '<=', 'q.quarter_end'),
    )
    .leftJoin('dim_rep as v', 'v.rep_key', 'f.rep_key')
    .where('f.amount', '<>', '0')
    .select((eb) => [
      'q.quarter_start',
      'f.rep_key',
      'v.territory_id as territory_key',
      ...part({ target_amount: sql`coalesce(${eb.ref('f.amount')}, 0)` }),
    ])
  return due(db).unionAll(booked).unionAll(created).unionAll(targeted)
}

/** What was open at the end of the day and planned to close in its quarter. */
function due(db: WithTold) {
  const open = db
    .selectFrom('fct_opportunity_version as v')
    .innerJoin('company as c', (join) => join.onRef('v.valid_from', '<=', 'c.as_of'))
    .innerJoin('told as q', (join) =>
      join
        .onRef('v.close_date', '>=', 'q.quarter_start')
        .onRef('v.close_date', '<=', 'q.quarter_end')
        .onRef('v.valid_on', '<=', 'q.told_on'),
    )
    .where('v.status', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('v.valid_before_on', '>', eb.ref('q.told_on')),
        // What the records tell of after the build's instant has not happened yet.
        eb('v.valid_to', '>', eb.ref('c.as_of')),
      ]),
    )
    .groupBy(['q.quarter_start', 'q.told_on', 'v.rep_key', 'v.territory_key', 'v.currency'])
    .select((eb) => [
      'q.quarter_start',
      'q.told_on',
      'v.rep_key',
      'v.territory_key',
      'v.currency',
      sumInteger(sql<number>`1`).as('deals'),
      sumAmount(sql<string>`coalesce(${eb.ref('v.amount_deal')}, 0)`).as('amount'),
    ])
  return db
    .selectFrom(open.as('w'))
    .leftJoin('int_rate_period as r', (join) =>
      join
        .onRef('r.currency', '=', 'w.currency')
        .on('r.rate_kind', '=', 'spot')
        .onRef('w.told_on', '>=', 'r.valid_from')
        .onRef('w.told_on', '<', 'r.valid_before'),
    )
    .select((eb) => [
      'w.quarter_start',
      'w.rep_key',
      eb.ref('w.territory_key').$castTo<string | null>().as('territory_key'),
      ...part({
        due_deals: sql`${eb.ref('w.deals')}`,
        due_amount: sql`coalesce(${convert(eb.ref('w.amount'), eb.ref('r.rate'))}, 0)`,
      }),
    ])
}

type Atoms = Record<'quarter_start' | 'territory_key', string> & {
  rep_id: string | null
  team: string | null
} & Record<Exclude<Amounts, Counts>, string> &
  Record<Counts, number>
type Counts = 'due_deals' | 'deals_after' | 'deals_booked'

function byUnit(db: QueryCreator<Warehouse & { atoms: Atoms }>) {
  return ofEachLevel('a', (level, key) =>
    db
      .selectFrom('atoms as a')
      .groupBy([key, 'a.quarter_start'])
      .select((eb) => {
        const amount = (name: Exclude<Amounts, Counts>) => sumAmount(eb.ref(`a.${name}`)).as(name)
        const count = (name: Counts) => sumInteger(eb.ref(`a.${name}`)).as(name)
        return [
          level.as('level'),
          key.as('unit_key'),
          'a.quarter_start',
          amount('target_amount'),
          amount('booked_before'),
          amount('due_amount'),
          amount('booked_after'),
          amount('created_after'),
          count('due_deals'),
          count('deals_after'),
          count('deals_booked'),
        ]
      }),
  )
}
