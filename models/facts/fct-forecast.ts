import { type Expression, type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { computedMethods, forecastLevels, waysMade } from '../forecast/forecast-made.ts'
import { recordRank } from '../forecast/record-rank.ts'
import { weekOfQuarter } from '../forecast/week-of-quarter.ts'
import { submissionCategories } from '../intermediate/int-forecast-submission.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { daysBetween, endOfDay, sumAmount } from '../warehouse/portable.ts'

const overrides = submissionCategories.map((category) => `${category}_override`)

export const fctForecastColumns = {
  forecast_key: required('text', 'Origin, quarter, level, unit and method'),
  origin: joins('dim_date.date_key', required('date', 'The company day at whose end it was made')),
  period_start: joins(
    'dim_date.date_key',
    required('date', 'First day of the fiscal quarter that is forecast'),
  ),
  period_end: required('date', 'Last day of it'),
  period_name: required('text', 'FY27 Q3'),
  horizon_days: required('integer', 'Days from the origin to the last day of the period'),
  week_of_quarter: required(
    'integer',
    'Week of the period in which it was made, 1 to 14; 0 where it was made before the period began',
  ),
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  unit_name: required('text', 'Name of the rep, team, territory or company'),
  rep_key: joins(
    'dim_rep.rep_key',
    required(
      'text',
      "Whose it is: the rep, or the manager of the team or of its override; 'unknown' for others",
    ),
  ),
  method: required(
    'text',
    'hazard is ours; naive, mean_90, seasonal_naive, stage_weighted and stage_calibrated are plain ones to hold it against; commit, best_case and pipeline are what reps submitted, with _override what a manager did for the team or for a rep',
    [...computedMethods, ...submissionCategories, ...overrides],
  ),
  point: required('amount', "Bookings expected in the period, in the company's currency"),
  single_amount: optional('amount', 'Submissions: the category without those before it'),
  p10: optional(
    'amount',
    'Bookings will be less with a probability of 10%; empty where the method has no range',
  ),
  p50: optional('amount', 'Bookings will be less with a probability of 50%'),
  p90: optional('amount', 'Bookings will be less with a probability of 90%'),
  won_amount: optional('amount', 'Of the point, booked in the period by then; empty for submissions'),
  open_deals: optional('integer', 'Open opportunities behind it; empty for submissions'),
  is_latest: required('boolean', "True for the forecasts of the build's own day"),
  made: required(
    'text',
    'live: made on that day; reconstructed: made later from what was known then',
    waysMade,
  ),
  model_version: optional('text', 'Version of the method; empty for submissions'),
  build_id: optional('text', 'Build that made it; empty where it is this one, and for submissions'),
  fallback: optional('text', 'Why it is a plainer one than its method makes, where it is'),
} as const

/**
 * Every forecast that was ever made: by the product and by people, as it stood at the end of each day of which one is
 * kept. A forecast is never made again: those of earlier days are the records that earlier builds left.
 */
export const fctForecast = defineModel({
  name: 'fct_forecast',
  layer: 'fact',
  grain: 'one row an origin, fiscal quarter, unit and method',
  key: ['forecast_key'],
  columns: fctForecastColumns,
  query: (db) =>
    db
      .with('kept', () => kept(db))
      .with('made', (cte) => cte.selectFrom('kept').selectAll('kept').unionAll(fresh(db)))
      .with('told', (cte) => cte.selectFrom('made').selectAll('made').unionAll(submitted(cte)))
      .selectFrom('told as f')
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('dim_date as d', 'd.date_key', 'f.period_start')
      .leftJoin('int_forecast_unit as u', (join) =>
        join.onRef('u.level', '=', 'f.level').onRef('u.unit_key', '=', 'f.unit_key'),
      )
      .leftJoin('int_forecast_unit as m', (join) =>
        join.on('m.level', '=', 'rep').onRef('m.unit_key', '=', 'f.manager_id'),
      )
      .select((eb) => [
        sql<string>`concat_ws('/', cast(${eb.ref('f.origin')} as varchar), cast(${eb.ref('f.period_start')} as varchar), ${eb.ref('f.level')}, ${eb.ref('f.unit_key')}, ${eb.ref('f.method')})`.as(
          'forecast_key',
        ),
        'f.origin',
        'f.period_start',
        'f.period_end',
        'd.fiscal_quarter_name as period_name',
        daysBetween(eb.ref('f.origin'), eb.ref('f.period_end')).as('horizon_days'),
        weekOfQuarter(eb.ref('f.origin'), eb.ref('f.period_start')).as('week_of_quarter'),
        'f.level',
        'f.unit_key',
        sql<string>`coalesce(${eb.ref('u.unit_name')}, ${eb.ref('f.unit_key')})`.as('unit_name'),
        sql<string>`coalesce(${eb.ref('m.rep_key')}, ${eb.ref('u.rep_key')}, ${sql.lit(UNKNOWN)})`.as(
          'rep_key',
        ),
        'f.method',
        'f.point',
        'f.single_amount',
        'f.p10',
        'f.p50',
        'f.p90',
        'f.won_amount',
        'f.open_deals',
        sql<boolean>`${eb.ref('f.origin')} = ${eb.ref('c.as_of_on')}`.as('is_latest'),
        'f.made',
        'f.model_version',
        'f.build_id',
        'f.fallback',
      ]),
  audits: [
    {
      name: 'ranges are in order',
      severity: 'error',
      ofRows: true,
      failing: (db) =>
        db
          .selectFrom('fct_forecast as f')
          .where(
            (eb) =>
              sql<boolean>`${eb.ref('f.p10')} > ${eb.ref('f.p50')} or ${eb.ref('f.p50')} > ${eb.ref('f.p90')}`,
          )
          .select('f.forecast_key as example'),
    },
    ...(['rep', 'team', 'territory'] as const).map((level) => ({
      name: `forecasts of each ${level} add up to the company's`,
      severity: 'error' as const,
      ofRows: true as const,
      failing: (db: Kysely<Warehouse>) => addsUp(db, level),
    })),
  ],
})

/** Origins, quarters and methods of which the forecasts of a level do not add up to the company's. */
function addsUp(db: Kysely<Warehouse>, level: 'rep' | 'team' | 'territory') {
  return db
    .selectFrom('fct_forecast as f')
    .where('f.level', 'in', [level, 'company'])
    .where('f.method', 'not in', overrides)
    .groupBy(['f.origin', 'f.period_start', 'f.method'])
    .having(
      (eb) =>
        sql<boolean>`sum(case when ${eb.ref('f.level')} = 'company' then ${eb.ref('f.point')} else -${eb.ref('f.point')} end) <> 0`,
    )
    .select((eb) =>
      sql<string>`cast(${eb.ref('f.origin')} as varchar) || ' ' || ${eb.ref('f.method')}`.as('example'),
    )
}

const none = {
  amount: sql<string | null>`cast(null as decimal(18, 6))`,
  text: sql<string | null>`cast(null as varchar)`,
  integer: sql<number | null>`cast(null as integer)`,
} as const

/** What earlier builds forecast on earlier days: of a day's builds the last, of those that reconstructed it the first. */
function kept(db: Kysely<Warehouse>) {
  const ranked = db
    .selectFrom('landed_forecast_made as k')
    .innerJoin('company as c', (join) => join.onTrue())
    .whereRef('k.origin', '<', 'c.as_of_on')
    .selectAll('k')
    .select((eb) =>
      recordRank(
        [
          eb.ref('k.origin'),
          eb.ref('k.period_start'),
          eb.ref('k.level'),
          eb.ref('k.unit_key'),
          eb.ref('k.method'),
        ],
        eb.ref('k.made'),
        eb.ref('k.build_id'),
      ).as('place'),
    )
    .as('k')
  return db
    .selectFrom(ranked)
    .where('k.place', '=', 1)
    .select((eb) => [
      'k.origin',
      'k.period_start',
      'k.period_end',
      'k.level',
      'k.unit_key',
      'k.method',
      'k.point',
      none.amount.as('single_amount'),
      'k.p10',
      'k.p50',
      'k.p90',
      eb.ref('k.won_amount').$castTo<string | null>().as('won_amount'),
      eb.ref('k.open_deals').$castTo<number | null>().as('open_deals'),
      'k.made',
      eb.ref('k.model_version').$castTo<string | null>().as('model_version'),
      eb.ref('k.build_id').$castTo<string | null>().as('build_id'),
      'k.fallback',
      none.text.as('manager_id'),
    ])
}

function fresh(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_forecast_made as n')
    .select((eb) => [
      'n.origin',
      'n.period_start',
      'n.period_end',
      'n.level',
      'n.unit_key',
      'n.method',
      'n.point',
      none.amount.as('single_amount'),
      'n.p10',
      'n.p50',
      'n.p90',
      eb.ref('n.won_amount').$castTo<string | null>().as('won_amount'),
      eb.ref('n.open_deals').$castTo<number | null>().as('open_deals'),
      'n.made',
      eb.ref('n.model_version').$castTo<string | null>().as('model_version'),
      none.text.as('build_id'),
      'n.fallback',
      none.text.as('manager_id'),
    ])
}

interface Made {
  origin: string
  period_start: string
  period_end: string
  made: string
  method: string
}

/** The person of all rows, where it is one: what two managers submitted for one team is neither's. */
const onlyOne = (person: Expression<string>) =>
  sql<string | null>`case when count(distinct ${person}) = 1 then max(${person}) end`

/** What people had submitted at the end of each day of which forecasts are kept, for themselves and rolled up. */
function submitted(db: QueryCreator<Warehouse & { made: Made }>) {
  const days = db
    .selectFrom('made')
    .select(['made.origin', 'made.period_start', 'made.made'])
    .distinct()
    .as('o')
  const standing = db
    .selectFrom(days)
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('int_forecast_submission as s', (join) =>
      join
        .onRef('s.period_start', '=', 'o.period_start')
        .on((eb) => eb('s.known_from', '<', endOfDay(eb.ref('o.origin'), eb.ref('c.timezone'))))
        .on((eb) => eb('s.known_to', '>=', endOfDay(eb.ref('o.origin'), eb.ref('c.timezone')))),
    )
    .where('s.amount', 'is not', null)
    .select((eb) => [
      'o.origin',
      's.period_start',
      's.period_end',
      's.rep_id',
      's.team',
      's.territory_key',
      's.is_override',
      's.level',
      's.category',
      eb.ref('s.amount').$castTo<string>().as('amount'),
      sql<
        string | null
      >`${eb.ref('s.amount')} - coalesce(lag(${eb.ref('s.amount')}) over (partition by ${eb.ref('o.origin')}, ${eb.ref('s.period_start')}, ${eb.ref('s.rep_id')}, ${eb.ref('s.is_override')} order by case ${eb.ref('s.category')} when 'commit' then 1 when 'best_case' then 2 else 3 end), 0)`.as(
        'single_amount',
      ),
      'o.made',
    ])
  const rolledUp = (level: (typeof forecastLevels)[number], unit: RawBuilder<string>, isOverride: boolean) =>
    db
      .selectFrom(standing.as('s'))
      .where('s.is_override', '=', isOverride)
      .where('s.level', 'in', isOverride ? [level] : ['rep'])
      .groupBy(['s.origin', 's.period_start', 's.period_end', 's.category', 's.made'])
      .groupBy(level === 'company' ? [] : [unit])
      .select((eb) => [
        's.origin',
        's.period_start',
        's.period_end',
        sql<string>`${sql.lit(level)}`.as('level'),
        unit.as('unit_key'),
        sql<string>`${eb.ref('s.category')} || ${sql.lit(isOverride ? '_override' : '')}`.as('method'),
        sumAmount(eb.ref('s.amount')).as('point'),
        sumAmount(eb.ref('s.single_amount')).$castTo<string | null>().as('single_amount'),
        none.amount.as('p10'),
        none.amount.as('p50'),
        none.amount.as('p90'),
        none.amount.as('won_amount'),
        none.integer.as('open_deals'),
        's.made',
        none.text.as('model_version'),
        none.text.as('build_id'),
        none.text.as('fallback'),
        (level === 'team' && isOverride ? onlyOne(eb.ref('s.rep_id')) : none.text).as('manager_id'),
      ])
  return rolledUp('rep', sql.ref('s.rep_id'), false)
    .unionAll(rolledUp('team', sql.ref('s.team'), false))
    .unionAll(rolledUp('territory', sql.ref('s.territory_key'), false))
    .unionAll(rolledUp('company', sql`'company'`, false))
    .unionAll(rolledUp('rep', sql.ref('s.rep_id'), true))
    .unionAll(rolledUp('team', sql.ref('s.team'), true))
}
