import { type Kysely, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { yieldCellColumns } from '../intermediate/int-yield-cell.ts'
import { SMALL } from '../intermediate/int-yield-rate.ts'
import { defineModel } from '../model.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble, countRows, share, sumAmount, sumDouble, sumInteger } from '../warehouse/portable.ts'

export const martChannelYieldColumns = {
  yield_key: required('text', 'Kind and keys of selling method, segment and territory'),
  ...yieldCellColumns,
  small_n: required('boolean', `True where fewer than ${SMALL} are closed`),
  win_rate: optional('double', 'Won / (won + lost); empty where none is closed'),
  win_rate_low: optional('double', 'Lower end of its 95% interval (Wilson)'),
  win_rate_high: optional('double', 'Upper end of its 95% interval (Wilson)'),
  prior_win_rate: optional(
    'double',
    'Win rate of the selling method, or of the company where it is not one method: the prior of the shrunk rate',
  ),
  prior_deals: optional(
    'double',
    'Closed deals that the prior counts for; empty where cells differ by no more than chance, so that it counts for all',
  ),
  shrunk_win_rate: optional('double', 'Win rate drawn towards the prior (empirical Bayes)'),
  adjusted_win_rate: optional(
    'double',
    `Win rate that the company's mix of segments would give (direct standardisation; segments with fewer than ${SMALL} closed deals by their shrunk rate); empty for a single segment`,
  ),
  adjusted_by: optional('double', 'Share of that mix in segments in which any deal is closed here, 0 to 1'),
  bookings_per_closed: optional('amount', 'Bookings / (won + lost)'),
  yield_per_rep_day: optional(
    'amount',
    'Bookings since the first rep-day of the selling method / rep-days; empty without rep-days',
  ),
} as const

/** Win rates are those of all closed deals (closed cohort), not of a period. */
export const martChannelYield = defineModel({
  name: 'mart_channel_yield',
  layer: 'mart',
  grain: 'one row a grouping and selling method, segment and territory of opportunities, totals included',
  key: ['yield_key'],
  columns: martChannelYieldColumns,
  query: (db) =>
    db
      .selectFrom('int_yield_cell as c')
      .innerJoin('int_yield_rate as r', (join) =>
        join
          .onRef('r.kind', '=', 'c.kind')
          .onRef('r.method_key', '=', 'c.method_key')
          .onRef('r.segment_key', '=', 'c.segment_key')
          .onRef('r.territory_key', '=', 'c.territory_key'),
      )
      .leftJoin(adjusted(db).as('s'), (join) =>
        join
          .onRef('s.kind', '=', 'c.kind')
          .onRef('s.method_key', '=', 'c.method_key')
          .onRef('s.territory_key', '=', 'c.territory_key'),
      )
      .select((eb) => {
        const [won, closed] = [eb.ref('c.deals_won'), eb.ref('c.deals_closed')]
        const interval = wilsonInterval(won, closed)
        const per = (amount: 'bookings_amount' | 'followed_amount', count: 'deals_closed' | 'rep_days') =>
          share(
            eb.ref(`c.${amount}`),
            sql.lit(1),
            sql<number | null>`nullif(${eb.ref(`c.${count}`)}, 0)`,
          ).$castTo<string | null>()
        return [
          sql<string>`${eb.ref('c.kind')} || '/' || ${eb.ref('c.method_key')} || '/' || ${eb.ref('c.segment_key')} || '/' || ${eb.ref('c.territory_key')}`.as(
            'yield_key',
          ),
          'c.kind',
          'c.method_key',
          'c.method',
          'c.segment_key',
          'c.segment',
          'c.territory_key',
          'c.territory',
          'c.deals',
          'c.deals_won',
          'c.deals_closed',
          'c.bookings_amount',
          'c.followed_amount',
          'c.rep_days',
          sql<boolean>`${closed} < ${sql.lit(SMALL)}`.as('small_n'),
          sql<number | null>`${asDouble(won)} / nullif(${asDouble(closed)}, 0)`.as('win_rate'),
          interval.low.as('win_rate_low'),
          interval.high.as('win_rate_high'),
          'r.prior_win_rate',
          'r.prior_deals',
          'r.shrunk_win_rate',
          's.adjusted_win_rate',
          's.adjusted_by',
          per('bookings_amount', 'deals_closed').as('bookings_per_closed'),
          per('followed_amount', 'rep_days').as('yield_per_rep_day'),
        ]
      }),
  audits: [
    {
      name: 'every opportunity is in each grouping once',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('mart_channel_yield')
              .groupBy('kind')
              .select((e) => ['kind', sumInteger(e.ref('deals')).as('deals')])
              .as('mart'),
          )
          .innerJoin(
            (eb) => eb.selectFrom('fct_opportunity').select(countRows().as('deals')).as('fact'),
            (join) => join.onTrue(),
          )
          .whereRef('mart.deals', '<>', 'fact.deals')
          .select('mart.kind as example'),
    },
    {
      name: 'wins, closes and bookings of each grouping are those of fct_opportunity',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('mart_channel_yield')
              .groupBy('kind')
              .select((e) => [
                'kind',
                sumInteger(e.ref('deals_won')).as('deals_won'),
                sumInteger(e.ref('deals_closed')).as('deals_closed'),
                sumAmount(e.ref('bookings_amount')).as('bookings_amount'),
              ])
              .as('mart'),
          )
          .innerJoin(
            (eb) =>
              eb
                .selectFrom('fct_opportunity')
                .select((e) => {
                  const count = (condition: RawBuilder<unknown>) =>
                    sumInteger(sql<number>`case when ${condition} then 1 else 0 end`)
                  const won = sql`${e.ref('status')} = 'won'`
                  return [
                    count(won).as('deals_won'),
                    count(sql`${e.ref('status')} <> 'open'`).as('deals_closed'),
                    sumAmount(
                      sql<string>`case when ${won} then coalesce(${e.ref('amount')}, 0) else 0 end`,
                    ).as('bookings_amount'),
                  ]
                })
                .as('fact'),
            (join) => join.onTrue(),
          )
          .where((eb) =>
            eb.or([
              eb('mart.deals_won', '<>', eb.ref('fact.deals_won')),
              eb('mart.deals_closed', '<>', eb.ref('fact.deals_closed')),
              eb('mart.bookings_amount', '<>', eb.ref('fact.bookings_amount')),
            ]),
          )
          .select('mart.kind as example'),
    },
  ],
})

/**
 * Rates of what is not grouped by segment, weighted by the company's closed deals of each segment. A segment in which
 * nothing is closed has the rate of the prior.
 */
function adjusted(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_yield_rate as r')
    .innerJoin('int_yield_rate as mix', (join) => join.on('mix.kind', '=', 'segment'))
    .leftJoin('int_yield_rate as s', (join) =>
      join
        .on(
          (eb) =>
            sql<boolean>`${eb.ref('s.kind')} = case ${eb.ref('r.kind')} when 'all' then 'segment' when 'method' then 'method_segment' when 'territory' then 'segment_territory' else 'method_segment_territory' end`,
        )
        .onRef('s.method_key', '=', 'r.method_key')
        .onRef('s.territory_key', '=', 'r.territory_key')
        .onRef('s.segment_key', '=', 'mix.segment_key'),
    )
    .where('r.kind', 'in', ['all', 'method', 'territory', 'method_territory'])
    .where('r.deals_closed', '>', 0)
    .groupBy(['r.kind', 'r.method_key', 'r.territory_key'])
    .select((eb) => {
      const weight = asDouble(eb.ref('mix.deals_closed'))
      const rate = sql<number>`coalesce(${eb.ref('s.steady_win_rate')}, ${eb.ref('r.prior_win_rate')})`
      return [
        'r.kind',
        'r.method_key',
        'r.territory_key',
        sql<number>`${sumDouble(sql<number>`${weight} * ${rate}`)} / ${sumDouble(weight)}`.as(
          'adjusted_win_rate',
        ),
        sql<number>`${sumDouble(sql<number>`case when ${eb.ref('s.deals_closed')} > 0 then ${weight} else 0 end`)} / ${sumDouble(weight)}`.as(
          'adjusted_by',
        ),
      ]
    })
}
