import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { priorTrials, shrunkRate, spreadOfCells } from '../statistics/shrinkage.ts'
import { asDouble } from '../warehouse/portable.ts'
import { yieldKinds } from './int-yield-cell.ts'

/** Fewer closed deals than these are shown and marked. */
export const SMALL = 30

export const yieldRateColumns = {
  kind: required('text', 'What the deals are grouped by', yieldKinds),
  method_key: required('text', "Selling method; 'all' where all are taken together"),
  segment_key: required('text', "Segment; 'all' where all are taken together"),
  territory_key: required('text', "Territory; 'all' where all are taken together"),
  deals_closed: required('integer', 'Opportunities won or lost'),
  prior_win_rate: optional('double', 'Win rate of the selling method over all segments and territories'),
  prior_deals: optional('double', 'Closed deals that the prior counts for; empty where it counts for all'),
  shrunk_win_rate: optional('double', 'Win rate drawn towards the prior'),
  steady_win_rate: optional(
    'double',
    `The win rate as it is from ${SMALL} closed deals on, drawn towards the prior below`,
  ),
} as const

/**
 * The prior of a cell is its selling method's rate; how many deals it counts for is told by how far the cells of the
 * kind differ from their methods by more than chance. Cells of no one method have the company's rate.
 */
export const intYieldRate = defineModel({
  name: 'int_yield_rate',
  layer: 'intermediate',
  grain: 'one row a grouping and selling method, segment and territory of opportunities, totals included',
  key: ['kind', 'method_key', 'segment_key', 'territory_key'],
  columns: yieldRateColumns,
  query: (db) =>
    db
      .with('cells', () =>
        db
          .selectFrom('int_yield_cell as c')
          .innerJoin('int_yield_cell as p', (join) =>
            join
              .on(
                (eb) =>
                  sql<boolean>`${eb.ref('p.kind')} = case when ${eb.ref('c.kind')} like 'method%' then 'method' else 'all' end`,
              )
              .onRef('p.method_key', '=', 'c.method_key'),
          )
          .select((eb) => [
            'c.kind',
            'c.method_key',
            'c.segment_key',
            'c.territory_key',
            'c.deals_won',
            'c.deals_closed',
            'p.deals_won as whole_won',
            'p.deals_closed as whole_closed',
            sql<
              number | null
            >`${asDouble(eb.ref('p.deals_won'))} / nullif(${asDouble(eb.ref('p.deals_closed'))}, 0)`.as(
              'prior',
            ),
          ]),
      )
      .with('spreads', (cte) =>
        cte
          .selectFrom('cells')
          .groupBy('kind')
          .select((eb) => [
            'kind',
            spreadOfCells({
              successes: eb.ref('deals_won'),
              trials: eb.ref('deals_closed'),
              ofWhole: { successes: eb.ref('whole_won'), trials: eb.ref('whole_closed') },
            }).as('spread'),
          ]),
      )
      .selectFrom('cells as c')
      .innerJoin('spreads as s', 's.kind', 'c.kind')
      .select((eb) => {
        const [won, closed] = [eb.ref('c.deals_won'), eb.ref('c.deals_closed')]
        const shrunk = shrunkRate(won, closed, eb.ref('c.prior'), eb.ref('s.spread'))
        return [
          'c.kind',
          'c.method_key',
          'c.segment_key',
          'c.territory_key',
          'c.deals_closed',
          'c.prior as prior_win_rate',
          priorTrials(eb.ref('s.spread')).as('prior_deals'),
          shrunk.as('shrunk_win_rate'),
          sql<
            number | null
          >`case when ${closed} >= ${sql.lit(SMALL)} then ${asDouble(won)} / ${asDouble(closed)} else ${shrunk} end`.as(
            'steady_win_rate',
          ),
        ]
      }),
})
