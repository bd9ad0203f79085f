import { type Expression, type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { SMALL } from '../intermediate/int-yield-rate.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { priorTrials, shrunkRate, spreadOfCells } from '../statistics/shrinkage.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Warehouse } from '../warehouse/database.ts'
import {
  asDouble,
  countRows,
  daysBetween,
  share,
  sumAmount,
  sumDouble,
  sumInteger,
} from '../warehouse/portable.ts'

/** Days up to the build's of whose closes rates are told. */
const DAYS = 365
/** Reps below which nothing is told of peers. */
const PEERS = 5

const kinds = ['all', 'rep', 'method', 'territory'] as const

export const martSuccessRateColumns = {
  success_key: required('text', 'Kind and member'),
  kind: required('text', 'What deals are grouped by: all, rep, method or territory', kinds),
  member_key: required('text', "User id, key of the selling method or of the territory; 'all' for all"),
  member: required('text', 'Name'),
  rep_key: joins('dim_rep.rep_key', required('text', "The rep; 'unknown' for other kinds")),
  deals_closed: required('integer', `Opportunities won or lost within ${DAYS} days`),
  deals_won: required('integer', 'Of these, won'),
  bookings_amount: required('amount', "Bookings of these, in the company's currency"),
  bookings_per_closed: required('amount', 'Bookings / (won + lost)'),
  small_n: required('boolean', `True where fewer than ${SMALL} are closed`),
  win_rate: required('double', 'Won / (won + lost)'),
  mix_win_rate: required(
    'double',
    "Win rate that these deals would have at the company's rates by selling method and segment (indirect standardisation)",
  ),
  prior_win_rate: required('double', "The company's win rate, towards which the rate is drawn"),
  prior_deals: optional(
    'double',
    'Closed deals that the prior counts for; empty where members differ by no more than chance, so that it counts for all',
  ),
  predicted_win_rate: required(
    'double',
    'Win rate to expect of further deals: (won + k prior) / (closed + k), k being prior_deals (empirical Bayes)',
  ),
  predicted_low: required('double', 'Lower end of its 95% interval: the score interval of the same counts'),
  predicted_high: required('double', 'Upper end of it'),
  peers: optional('integer', 'Reps: how many there are; empty for other kinds'),
  peer_low: optional('double', `Reps: lower quartile of the predicted rates of all, from ${PEERS} reps on`),
  peer_median: optional('double', 'Reps: median of them'),
  peer_high: optional('double', 'Reps: upper quartile of them'),
} as const

/** How often reps, selling methods and territories win, and may be expected to, with how much certainty. */
export const martSuccessRate = defineModel({
  name: 'mart_success_rate',
  layer: 'mart',
  grain: 'one row a rep, selling method and territory with deals closed within a year, and all together',
  key: ['success_key'],
  columns: martSuccessRateColumns,
  query: (db) =>
    db
      .with('closed', () => closed(db))
      .with('deals', (cte) => withMix(cte))
      .with('cells', (cte) => cells(cte))
      .with('told', (cte) => predicted(cte))
      .with('peers', (cte) => peers(cte))
      .selectFrom('told as t')
      .leftJoin('peers as p', (join) => join.on('t.kind', '=', 'rep'))
      .leftJoin('dim_rep as r', (join) =>
        join.onRef('r.rep_id', '=', 't.member_key').on('r.is_current', '=', true).on('t.kind', '=', 'rep'),
      )
      .select((eb) => {
        const ofPeers = (value: Expression<number | null>) =>
          sql<number | null>`case when ${eb.ref('p.peers')} >= ${sql.lit(PEERS)} then ${value} end`
        return [
          sql<string>`${eb.ref('t.kind')} || '/' || ${eb.ref('t.member_key')}`.as('success_key'),
          't.kind',
          't.member_key',
          't.member',
          sql<string>`coalesce(${eb.ref('r.rep_key')}, ${sql.lit(UNKNOWN)})`.as('rep_key'),
          't.deals_closed',
          't.deals_won',
          't.bookings_amount',
          share(eb.ref('t.bookings_amount'), sql.lit(1), eb.ref('t.deals_closed')).as('bookings_per_closed'),
          sql<boolean>`${eb.ref('t.deals_closed')} < ${sql.lit(SMALL)}`.as('small_n'),
          't.win_rate',
          't.mix_win_rate',
          't.prior_win_rate',
          't.prior_deals',
          't.predicted_win_rate',
          't.predicted_low',
          't.predicted_high',
          'p.peers',
          ofPeers(eb.ref('p.low')).as('peer_low'),
          ofPeers(eb.ref('p.median')).as('peer_median'),
          ofPeers(eb.ref('p.high')).as('peer_high'),
        ]
      }),
  audits: (['rep', 'method', 'territory'] as const).map((kind) =>
    reconciles(`deals by ${kind} are all deals`, (db) => ({
      here: db
        .selectFrom('mart_success_rate')
        .where('kind', '=', kind)
        .select((eb) => sumInteger(eb.ref('deals_closed')).as('total')),
      there: db
        .selectFrom('mart_success_rate')
        .where('kind', '=', 'all')
        .select((eb) => sumInteger(eb.ref('deals_closed')).as('total')),
    })),
  ),
})

interface Closed {
  rep_id: string
  rep_name: string
  method_key: string
  method: string
  segment: string
  territory_key: string
  territory: string
  won: number
  amount: string
}
type Deal = Closed & { mix_rate: number }

/** Deals closed within the days, by whose and where they were at the close. */
function closed(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('dim_rep as v', 'v.rep_key', 'o.rep_key')
    .innerJoin('dim_rep as n', (join) =>
      join.onRef('n.rep_id', '=', 'v.rep_id').on('n.is_current', '=', true),
    )
    .innerJoin('dim_channel as m', 'm.channel_key', 'o.channel_key')
    .innerJoin('dim_territory as t', 't.territory_key', 'o.territory_key')
    .innerJoin('dim_account as a', 'a.account_key', 'o.account_key')
    .where('o.status', '<>', 'open')
    .whereRef('o.closed_on', '<=', 'c.as_of_on')
    .where((eb) => eb(daysBetween(eb.ref('o.closed_on'), eb.ref('c.as_of_on')), '<', DAYS))
    .select((eb) => {
      const isWon = sql`${eb.ref('o.status')} = 'won'`
      return [
        'n.rep_id',
        'n.rep_name',
        'm.channel_key as method_key',
        'm.channel_name as method',
        sql<string>`coalesce(${eb.ref('a.segment')}, ${sql.lit(UNKNOWN)})`.as('segment'),
        't.territory_key',
        't.territory_name as territory',
        sql<number>`case when ${isWon} then 1 else 0 end`.as('won'),
        sql<string>`case when ${isWon} then coalesce(${eb.ref('o.amount')}, 0) else 0 end`.as('amount'),
      ]
    })
}

/** Beside each the rate of all that are of its selling method and segment. */
function withMix(db: QueryCreator<Warehouse & { closed: Closed }>) {
  const rates = db
    .selectFrom('closed')
    .groupBy(['closed.method_key', 'closed.segment'])
    .select((eb) => [
      'closed.method_key',
      'closed.segment',
      sql<number>`${asDouble(sumInteger(eb.ref('closed.won')))} / ${asDouble(countRows())}`.as('rate'),
    ])
  return db
    .selectFrom('closed as d')
    .innerJoin(rates.as('x'), (join) =>
      join.onRef('x.method_key', '=', 'd.method_key').onRef('x.segment', '=', 'd.segment'),
    )
    .selectAll('d')
    .select('x.rate as mix_rate')
}

interface Cell {
  kind: string
  member_key: string
  member: string
  deals_closed: number
  deals_won: number
  bookings_amount: string
  mix_win_rate: number
}

function cells(db: QueryCreator<Warehouse & { deals: Deal }>) {
  const by = (kind: (typeof kinds)[number], key: RawBuilder<string>, name: RawBuilder<string>) =>
    db
      .selectFrom('deals as d')
      .$if(kind !== 'all', (query) => query.groupBy(key))
      .having(countRows(), '>', 0)
      .select((eb) => [
        sql<string>`${sql.lit(kind)}`.as('kind'),
        key.as('member_key'),
        sql<string>`max(${name})`.as('member'),
        countRows().as('deals_closed'),
        sumInteger(eb.ref('d.won')).as('deals_won'),
        sumAmount(eb.ref('d.amount')).as('bookings_amount'),
        sql<number>`${sumDouble(eb.ref('d.mix_rate'))} / ${asDouble(countRows())}`.as('mix_win_rate'),
      ])
  return by('all', sql`'all'`, sql`'All'`)
    .unionAll(by('rep', sql.ref('d.rep_id'), sql.ref('d.rep_name')))
    .unionAll(by('method', sql.ref('d.method_key'), sql.ref('d.method')))
    .unionAll(by('territory', sql.ref('d.territory_key'), sql.ref('d.territory')))
}

/** Each member's rate drawn towards the company's, by how far members of its kind differ by more than chance. */
function predicted(db: QueryCreator<Warehouse & { cells: Cell }>) {
  const whole = db.selectFrom('cells').where('cells.kind', '=', 'all').selectAll('cells')
  const spreads = db
    .selectFrom('cells as c')
    .innerJoin(whole.as('w'), (join) => join.onTrue())
    .groupBy('c.kind')
    .select((eb) => [
      'c.kind',
      spreadOfCells({
        successes: eb.ref('c.deals_won'),
        trials: eb.ref('c.deals_closed'),
        ofWhole: { successes: eb.ref('w.deals_won'), trials: eb.ref('w.deals_closed') },
      }).as('spread'),
    ])
  return db
    .selectFrom('cells as c')
    .innerJoin(whole.as('w'), (join) => join.onTrue())
    .innerJoin(spreads.as('s'), 's.kind', 'c.kind')
    .select((eb) => {
      const [won, all, spread] = [eb.ref('c.deals_won'), eb.ref('c.deals_closed'), eb.ref('s.spread')]
      const rate = (of: 'c' | 'w') =>
        sql<number>`${asDouble(eb.ref(`${of}.deals_won`))} / ${asDouble(eb.ref(`${of}.deals_closed`))}`
      const k = priorTrials(spread)
      // Where the prior counts for all, what is not sure is the prior.
      const interval = wilsonInterval(
        sql<number>`coalesce(${asDouble(won)} + ${k} * (${rate('w')}), ${asDouble(eb.ref('w.deals_won'))})`,
        sql<number>`coalesce(${asDouble(all)} + ${k}, ${asDouble(eb.ref('w.deals_closed'))})`,
      )
      return [
        'c.kind',
        'c.member_key',
        'c.member',
        'c.deals_closed',
        'c.deals_won',
        'c.bookings_amount',
        rate('c').as('win_rate'),
        'c.mix_win_rate',
        rate('w').as('prior_win_rate'),
        k.as('prior_deals'),
        shrunkRate(won, all, sql<number>`(${rate('w')})`, spread)
          .$castTo<number>()
          .as('predicted_win_rate'),
        interval.low.$castTo<number>().as('predicted_low'),
        interval.high.$castTo<number>().as('predicted_high'),
      ]
    })
}

/** Quartiles of the predicted rates of all reps. */
function peers(db: QueryCreator<Warehouse & { told: { kind: string; predicted_win_rate: number } }>) {
  return db
    .selectFrom('told as t')
    .where('t.kind', '=', 'rep')
    .select((eb) => {
      const quartile = (share: number) =>
        sql<number>`percentile_cont(${sql.lit(share)}) within group (order by ${eb.ref('t.predicted_win_rate')})`
      return [
        countRows().as('peers'),
        quartile(0.25).as('low'),
        quartile(0.5).as('median'),
        quartile(0.75).as('high'),
      ]
    })
}
