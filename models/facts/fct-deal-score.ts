import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const fctDealScoreColumns = {
  opportunity_id: joins('fct_opportunity.opportunity_id', required('text', 'Opportunity, open')),
  rep_key: joins('dim_rep.rep_key', required('text', 'Its owner')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Its territory')),
  scored_on: required('date', "The build's company day"),
  period_end: required('date', 'Last day of the running fiscal quarter'),
  p_win: required('double', 'Probability of being won by the end of the running fiscal quarter'),
  p_win_next: optional('double', 'Probability of being won within the next one'),
  p_lost: required('double', 'Probability of being lost by the end of the running fiscal quarter'),
  base_rate: required('double', 'Share of comparable opportunities won by then'),
  amount: optional('amount', "Its amount, in the company's currency"),
  expected_amount: required('amount', 'What it is expected to bring where it is won'),
  weighted_amount: required('amount', 'Probability times expected amount'),
  expected_close: optional('date', 'Day by which half of its chance to be won has come'),
  p_win_before: optional(
    'double',
    'The probability of a week before, where it was open then and the quarter ran',
  ),
  p_win_change: optional('double', 'What it has gained since'),
  before_on: optional('date', 'The day of that'),
  reasons: required('text', 'What moves the probability most, as a JSON array of {code, effect, value}'),
  reasons_in_words: required('text', 'The same in words'),
  model_version: required('text', 'Version of the method'),
  fallback: optional('text', 'Why it is a plainer one than its method makes, where it is'),
} as const

/** The chance of each open opportunity, with what moves it and how it changed within the week. */
export const fctDealScore = defineModel({
  name: 'fct_deal_score',
  layer: 'fact',
  grain: 'one row an open opportunity that the build scored',
  key: ['opportunity_id'],
  columns: fctDealScoreColumns,
  query: (db) =>
    db
      .selectFrom('fct_deal_forecast as f')
      .innerJoin('company as c', 'c.as_of_on', 'f.origin')
      .innerJoin('dim_date as d', 'd.date_key', 'f.origin')
      .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'f.opportunity_id')
      .leftJoin('fct_deal_forecast as n', (join) =>
        join
          .onRef('n.origin', '=', 'f.origin')
          .onRef('n.opportunity_id', '=', 'f.opportunity_id')
          .onRef('n.period_start', '>', 'f.period_start'),
      )
      .leftJoin(weekBefore(db).as('day'), (join) => join.onTrue())
      .leftJoin('fct_deal_forecast as b', (join) =>
        join
          .onRef('b.origin', '=', 'day.before_on')
          .onRef('b.opportunity_id', '=', 'f.opportunity_id')
          .onRef('b.period_start', '=', 'f.period_start'),
      )
      .whereRef('f.period_start', '=', 'd.fiscal_quarter_start')
      .where('o.status', '=', 'open')
      .select((eb) => [
        'f.opportunity_id',
        'o.rep_key',
        'o.territory_key',
        'f.origin as scored_on',
        'f.period_end',
        'f.p_win',
        'n.p_win as p_win_next',
        'f.p_lost',
        'f.base_rate',
        'f.amount',
        'f.expected_amount',
        sql<string>`cast(round(cast(${eb.ref('f.p_win')} * cast(${eb.ref('f.expected_amount')} as double precision) as decimal(30, 9)), 2) as decimal(18, 6))`.as(
          'weighted_amount',
        ),
        'f.expected_close',
        'b.p_win as p_win_before',
        sql<number | null>`${eb.ref('f.p_win')} - ${eb.ref('b.p_win')}`.as('p_win_change'),
        'b.origin as before_on',
        'f.reasons',
        'f.reasons_in_words',
        'f.model_version',
        'f.fallback',
      ]),
})

/** The newest day with probabilities at least four days before the build's. */
function weekBefore(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_deal_forecast as f')
    .innerJoin('company as c', (join) => join.onTrue())
    .where((eb) => sql<boolean>`${eb.ref('f.origin')} <= ${eb.ref('c.as_of_on')} - 4`)
    .select((eb) => sql<string | null>`max(${eb.ref('f.origin')})`.as('before_on'))
}
