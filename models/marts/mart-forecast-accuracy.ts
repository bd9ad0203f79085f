import { type Kysely, type QueryCreator, type RawBuilder, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { forecastLevels, waysMade } from '../forecast/forecast-made.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { sumAmount } from '../warehouse/portable.ts'

/** Quarters of a season. */
const SEASON = 4

export const martForecastAccuracyColumns = {
  forecast_key: joins('fct_forecast.forecast_key', required('text', 'Forecast')),
  origin: required('date', 'The company day at whose end it was made'),
  period_start: required('date', 'First day of the fiscal quarter, which is over'),
  period_name: required('text', 'FY27 Q3'),
  horizon_days: required('integer', 'Days from the origin to the last day of the period'),
  week_of_quarter: required(
    'integer',
    'Week of the period, 1 to 14; 0 where it was made before the period began',
  ),
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  unit_name: required('text', 'Name of the rep, team, territory or company'),
  rep_key: joins('dim_rep.rep_key', required('text', "Whose it is; 'unknown' for others")),
  method: required('text', 'How it was made'),
  made: required('text', 'live or reconstructed', waysMade),
  point: required('amount', 'Bookings that were expected'),
  actual: required('amount', 'Bookings that came, as this build knows them'),
  error: required('amount', 'Expected less actual'),
  abs_error: required('amount', 'Its size'),
  ape: optional('double', 'Size of the error / actual; empty where nothing was booked'),
  is_covered: optional(
    'boolean',
    'True where the actual is in the range from P10 to P90; empty where there is none',
  ),
  pinball: optional('double', 'Mean pinball loss of P10 and P90'),
  mean_90_abs_error: optional(
    'amount',
    'Size of the error of the 90-day mean of the same day, unit and quarter',
  ),
  scale: optional(
    'double',
    'Mean size of the change of bookings on the same quarter of the year before, over the quarters before the period',
  ),
} as const

/**
 * Every forecast of a quarter that is over, held against what was booked in it. Sums of errors and of actuals give
 * WAPE and bias at any level; metrics 33-37 and 41.
 */
export const martForecastAccuracy = defineModel({
  name: 'mart_forecast_accuracy',
  layer: 'mart',
  grain: 'one row a forecast of a fiscal quarter that is over',
  key: ['forecast_key'],
  columns: martForecastAccuracyColumns,
  query: (db) =>
    db
      .with('booked', () => booked(db))
      .with('history', (cte) => history(cte))
      .selectFrom('fct_forecast as f')
      .innerJoin('company as c', (join) => join.onRef('f.period_end', '<', 'c.as_of_on'))
      .leftJoin('booked as b', (join) =>
        join
          .onRef('b.level', '=', 'f.level')
          .onRef('b.unit_key', '=', 'f.unit_key')
          .onRef('b.period_start', '=', 'f.period_start'),
      )
      .leftJoin('fct_forecast as m', (join) =>
        join
          .on('m.method', '=', 'mean_90')
          .onRef('m.origin', '=', 'f.origin')
          .onRef('m.period_start', '=', 'f.period_start')
          .onRef('m.level', '=', 'f.level')
          .onRef('m.unit_key', '=', 'f.unit_key'),
      )
      .leftJoin('history as h', (join) =>
        join
          .onRef('h.level', '=', 'f.level')
          .onRef('h.unit_key', '=', 'f.unit_key')
          .onRef('h.period_start', '=', 'f.period_start'),
      )
      .select((eb) => {
        const actual = sql<string>`coalesce(${eb.ref('b.amount')}, cast(0 as decimal(18, 6)))`
        const error = sql<string>`cast(${eb.ref('f.point')} - ${actual} as decimal(18, 6))`
        return [
          'f.forecast_key',
          'f.origin',
          'f.period_start',
          'f.period_name',
          'f.horizon_days',
          'f.week_of_quarter',
          'f.level',
          'f.unit_key',
          'f.unit_name',
          'f.rep_key',
          'f.method',
          'f.made',
          'f.point',
          actual.as('actual'),
          error.as('error'),
          sql<string>`abs(${error})`.as('abs_error'),
          sql<
            number | null
          >`case when ${actual} > 0 then cast(abs(${error}) as double precision) / cast(${actual} as double precision) end`.as(
            'ape',
          ),
          sql<boolean | null>`${actual} >= ${eb.ref('f.p10')} and ${actual} <= ${eb.ref('f.p90')}`.as(
            'is_covered',
          ),
          sql<
            number | null
          >`(${pinball(actual, eb.ref('f.p10'), 0.1)} + ${pinball(actual, eb.ref('f.p90'), 0.9)}) / 2.0`.as(
            'pinball',
          ),
          sql<string | null>`cast(abs(${eb.ref('m.point')} - ${actual}) as decimal(18, 6))`.as(
            'mean_90_abs_error',
          ),
          'h.scale',
        ]
      }),
})

/** Loss of a quantile: what lies above it counts `at`, what lies below the rest. Koenker and Bassett, Econometrica 46 (1978). */
function pinball(
  actual: RawBuilder<string>,
  quantile: RawBuilder<unknown> | import('kysely').Expression<string | null>,
  at: number,
) {
  const over = sql`cast(${actual} - ${quantile} as double precision)`
  return sql<
    number | null
  >`case when ${actual} >= ${quantile} then ${sql.lit(at)} * ${over} else (${sql.lit(at)} - 1.0) * ${over} end`
}

/** Bookings of each unit in each fiscal quarter that is over. */
function booked(db: Kysely<Warehouse>) {
  const events = db
    .selectFrom('fct_booking as b')
    .innerJoin('dim_date as d', 'd.date_key', 'b.booked_on')
    .innerJoin('dim_rep as r', 'r.rep_key', 'b.rep_key')
    .select((eb) => [
      'd.fiscal_quarter_start as period_start',
      'r.rep_id',
      sql<string>`coalesce(${eb.ref('r.team')}, ${sql.lit(UNKNOWN)})`.as('team'),
      'b.territory_key',
      'b.amount',
    ])
  const of = (level: (typeof forecastLevels)[number], unit: RawBuilder<string>) =>
    db
      .selectFrom(events.as('e'))
      .groupBy('e.period_start')
      .groupBy(level === 'company' ? [] : [unit])
      .select((eb) => [
        sql<string>`${sql.lit(level)}`.as('level'),
        unit.as('unit_key'),
        'e.period_start',
        sumAmount(eb.ref('e.amount')).as('amount'),
      ])
  return of('rep', sql.ref('e.rep_id'))
    .unionAll(of('team', sql.ref('e.team')))
    .unionAll(of('territory', sql.ref('e.territory_key')))
    .unionAll(of('company', sql`'company'`))
}

interface Booked {
  level: string
  unit_key: string
  period_start: string
  amount: string
}

/** For each unit and quarter the mean size of the yearly change over the quarters before it, from the unit's first bookings on. */
function history(db: QueryCreator<Warehouse & { booked: Booked }>) {
  const quarters = db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onRef('d.fiscal_quarter_start', '<=', 'c.as_of_on'))
    .select('d.fiscal_quarter_start as period_start')
    .distinct()
    .as('q')
  const units = db
    .selectFrom('booked as b')
    .groupBy(['b.level', 'b.unit_key'])
    .select((eb) => ['b.level', 'b.unit_key', sql<string>`min(${eb.ref('b.period_start')})`.as('first')])
    .as('u')
  const each = db
    .selectFrom(units)
    .innerJoin(quarters, (join) => join.onRef('q.period_start', '>=', 'u.first'))
    .leftJoin('booked as b', (join) =>
      join
        .onRef('b.level', '=', 'u.level')
        .onRef('b.unit_key', '=', 'u.unit_key')
        .onRef('b.period_start', '=', 'q.period_start'),
    )
    .select((eb) => {
      const amount = sql`cast(coalesce(${eb.ref('b.amount')}, 0) as double precision)`
      return [
        'u.level',
        'u.unit_key',
        'q.period_start',
        sql<
          number | null
        >`abs(${amount} - lag(${amount}, ${sql.lit(SEASON)}) over (partition by ${eb.ref('u.level')}, ${eb.ref('u.unit_key')} order by ${eb.ref('q.period_start')}))`.as(
          'change',
        ),
      ]
    })
    .as('e')
  return db.selectFrom(each).select((eb) => {
    const before = sql`over (partition by ${eb.ref('e.level')}, ${eb.ref('e.unit_key')} order by ${eb.ref('e.period_start')} rows between unbounded preceding and 1 preceding)`
    return [
      'e.level',
      'e.unit_key',
      'e.period_start',
      sql<
        number | null
      >`cast(sum(cast(${eb.ref('e.change')} as decimal(30, 6))) ${before} as double precision) / nullif(count(${eb.ref('e.change')}) ${before}, 0)`.as(
        'scale',
      ),
    ]
  })
}
