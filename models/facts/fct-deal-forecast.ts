import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { waysMade } from '../forecast/forecast-made.ts'
import { recordRank } from '../forecast/record-rank.ts'
import { weekOfQuarter } from '../forecast/week-of-quarter.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { daysBetween, endOfDay, sumInteger } from '../warehouse/portable.ts'

export const fctDealForecastColumns = {
  deal_forecast_key: required('text', 'Origin, quarter and opportunity'),
  origin: joins('dim_date.date_key', required('date', 'The company day at whose end it was made')),
  period_start: required('date', 'First day of the fiscal quarter that is forecast'),
  period_end: required('date', 'Last day of it'),
  period_name: required('text', 'FY27 Q3'),
  horizon_days: required('integer', 'Days from the origin to the last day of the period'),
  week_of_quarter: required(
    'integer',
    'Week of the period, 1 to 14; 0 where it was made before the period began',
  ),
  opportunity_id: required('text', 'Opportunity, open then'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Its owner then, as they are in this build')),
  territory_key: joins('dim_territory.territory_key', required('text', 'Its territory then')),
  stage_key: optional('text', 'Its stage then'),
  amount: optional('amount', "Its amount then, in the company's currency"),
  forecast_category: optional(
    'text',
    'Its forecast category then, where history tells it, else that of its stage',
  ),
  p_win: required('double', 'Probability of being won within the period, 0 to 1'),
  p_lost: required('double', 'Probability of being lost within it, 0 to 1'),
  base_rate: required(
    'double',
    'Share of comparable opportunities won by then: the forecast of who knows nothing more',
  ),
  expected_amount: required('amount', 'What it is expected to bring where it is won'),
  expected_close: optional('date', 'Day by which half of its chance to be won has come'),
  reasons: required('text', 'What moves the probability most, as a JSON array of {code, effect, value}'),
  reasons_in_words: required('text', 'The same in words'),
  is_won: optional(
    'boolean',
    'True where it was won in the period after the origin; empty while the period runs',
  ),
  is_latest: required('boolean', "True for the probabilities of the build's own day"),
  made: required(
    'text',
    'live: made on that day; reconstructed: made later from what was known then',
    waysMade,
  ),
  model_version: required('text', 'Version of the method'),
  fallback: optional('text', 'Why it is a plainer one than its method makes, where it is'),
} as const

/** Every probability that was given to an open opportunity at the end of a week, and what became of it. */
export const fctDealForecast = defineModel({
  name: 'fct_deal_forecast',
  layer: 'fact',
  grain: 'one row an origin, fiscal quarter and opportunity that was open',
  key: ['deal_forecast_key'],
  columns: fctDealForecastColumns,
  query: (db) =>
    db
      .with('given', () => kept(db).unionAll(fresh(db)))
      .selectFrom('given as g')
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('dim_date as d', 'd.date_key', 'g.period_start')
      .leftJoin('dim_rep as r', (join) =>
        join.onRef('r.rep_id', '=', 'g.rep_id').on('r.is_current', '=', true),
      )
      .leftJoin('dim_territory as t', 't.territory_key', 'g.territory_key')
      .leftJoin('dim_stage as s', 's.stage_key', 'g.stage_key')
      .leftJoin('int_forecast_category as h', (join) =>
        join
          .onRef('h.opportunity_id', '=', 'g.opportunity_id')
          .on((eb) => eb('h.known_from', '<', endOfDay(eb.ref('g.origin'), eb.ref('c.timezone'))))
          .on((eb) => eb('h.known_to', '>=', endOfDay(eb.ref('g.origin'), eb.ref('c.timezone')))),
      )
      .leftJoin(wins(db).as('w'), (join) =>
        join
          .onRef('w.opportunity_id', '=', 'g.opportunity_id')
          .onRef('w.period_start', '=', 'g.period_start')
          .onRef('w.booked_on', '>', 'g.origin'),
      )
      .select((eb) => [
        sql<string>`concat_ws('/', cast(${eb.ref('g.origin')} as varchar), cast(${eb.ref('g.period_start')} as varchar), ${eb.ref('g.opportunity_id')})`.as(
          'deal_forecast_key',
        ),
        'g.origin',
        'g.period_start',
        'g.period_end',
        'd.fiscal_quarter_name as period_name',
        daysBetween(eb.ref('g.origin'), eb.ref('g.period_end')).as('horizon_days'),
        weekOfQuarter(eb.ref('g.origin'), eb.ref('g.period_start')).as('week_of_quarter'),
        'g.opportunity_id',
        sql<string>`coalesce(${eb.ref('r.rep_key')}, ${sql.lit(UNKNOWN)})`.as('rep_key'),
        sql<string>`coalesce(${eb.ref('t.territory_key')}, ${sql.lit(UNKNOWN)})`.as('territory_key'),
        'g.stage_key',
        'g.amount',
        sql<string | null>`coalesce(${eb.ref('h.forecast_category')}, ${eb.ref('s.forecast_category')})`.as(
          'forecast_category',
        ),
        'g.p_win',
        'g.p_lost',
        'g.base_rate',
        'g.expected_amount',
        'g.expected_close',
        'g.reasons',
        'g.reasons_in_words',
        sql<
          boolean | null
        >`case when ${eb.ref('g.period_end')} < ${eb.ref('c.as_of_on')} then ${eb.ref('w.opportunity_id')} is not null end`.as(
          'is_won',
        ),
        sql<boolean>`${eb.ref('g.origin')} = ${eb.ref('c.as_of_on')}`.as('is_latest'),
        'g.made',
        'g.model_version',
        'g.fallback',
      ]),
  audits: [
    {
      name: 'probabilities are between 0 and 1, and those of being won and lost are no more than 1 together',
      severity: 'error',
      ofRows: true,
      failing: (db) =>
        db
          .selectFrom('fct_deal_forecast as f')
          .where(
            (eb) =>
              sql<boolean>`${eb.ref('f.p_win')} < 0 or ${eb.ref('f.p_lost')} < 0 or ${eb.ref('f.p_win')} + ${eb.ref('f.p_lost')} > 1.000001 or ${eb.ref('f.p_win')} <> ${eb.ref('f.p_win')}`,
          )
          .select('f.deal_forecast_key as example'),
    },
  ],
})

const given = [
  'origin',
  'period_start',
  'period_end',
  'opportunity_id',
  'rep_id',
  'territory_key',
  'stage_key',
  'amount',
  'p_win',
  'p_lost',
  'base_rate',
  'expected_amount',
  'expected_close',
  'reasons',
  'reasons_in_words',
  'made',
  'model_version',
  'fallback',
] as const

/** What earlier builds gave on earlier days: of a day's builds the last, of those that reconstructed it the first. */
function kept(db: Kysely<Warehouse>) {
  const ranked = db
    .selectFrom('landed_deal_forecast_made as k')
    .innerJoin('company as c', (join) => join.onTrue())
    .whereRef('k.origin', '<', 'c.as_of_on')
    .selectAll('k')
    .select((eb) =>
      recordRank(
        [eb.ref('k.origin'), eb.ref('k.period_start'), eb.ref('k.opportunity_id')],
        eb.ref('k.made'),
        eb.ref('k.build_id'),
      ).as('place'),
    )
    .as('k')
  return db
    .selectFrom(ranked)
    .where('k.place', '=', 1)
    .select(given.map((column) => `k.${column}` as const))
}

function fresh(db: Kysely<Warehouse>) {
  return db.selectFrom('int_deal_forecast_made as n').select(given.map((column) => `n.${column}` as const))
}

/** The last day of each fiscal quarter on which an opportunity was booked in it, where the quarter ends with it booked. */
function wins(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_booking as b')
    .innerJoin('dim_date as d', 'd.date_key', 'b.booked_on')
    .groupBy(['b.opportunity_id', 'd.fiscal_quarter_start'])
    .having((eb) => sumInteger(eb.ref('b.deals')), '>', 0)
    .select((eb) => [
      'b.opportunity_id',
      'd.fiscal_quarter_start as period_start',
      sql<string>`max(case when ${eb.ref('b.deals')} > 0 then ${eb.ref('b.booked_on')} end)`.as('booked_on'),
    ])
}
