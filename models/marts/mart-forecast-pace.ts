import { type Expression, type QueryCreator, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { forecastLevels } from '../forecast/forecast-made.ts'
import { type Day, type Quarter, quotaByDay } from '../forecast/quota-by-day.ts'
import { recentQuarters } from '../forecast/recent-quarters.ts'
import { ofEachLevel } from '../forecast/unit-levels.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { daysBetween, sumAmount } from '../warehouse/portable.ts'

export const martForecastPaceColumns = {
  pace_key: required('text', 'Level, unit and day'),
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  unit_name: required('text', 'Name of the rep, team, territory or company'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', "Whose it is: the rep, or the team's manager; 'unknown' for others"),
  ),
  period_start: required('date', 'First day of the running fiscal quarter'),
  period_end: required('date', 'Last day of it'),
  period_name: required('text', 'FY27 Q3'),
  on_day: joins('dim_date.date_key', required('date', 'Day of the quarter')),
  day_of_quarter: required('integer', 'Its number, from 1'),
  booked_amount: optional(
    'amount',
    "Booked from the start of the quarter to the end of the day, in the company's currency; empty for days to come",
  ),
  expected_amount: optional(
    'amount',
    'What is expected to be booked by the end of the day; empty for days before the newest that is known',
  ),
  p10: optional('amount', 'Bookings by then will be less with a probability of 10%'),
  p50: optional('amount', 'Bookings by then will be less with a probability of 50%'),
  p90: optional('amount', 'Bookings by then will be less with a probability of 90%'),
  target_amount: required(
    'amount',
    'Quota up to the day: that of each month is shared out over its business days',
  ),
  last_quarter_amount: optional(
    'amount',
    'Booked up to the same day of the quarter before; on the last day all of it. Empty before the first booking',
  ),
  last_year_amount: optional('amount', 'The same of the quarter a year before'),
} as const

const zero = sql<string>`cast(0 as decimal(18, 6))`
/** Quarters back. */
const RUNNING = 0
const LAST = 1
const YEAR_AGO = 4

/** Where the running quarter stands and where it is going, day by day: booked, expected, targeted, and as it went before. */
export const martForecastPace = defineModel({
  name: 'mart_forecast_pace',
  layer: 'mart',
  grain: 'one row a day of the running fiscal quarter and unit with bookings, quota or a forecast',
  key: ['pace_key'],
  columns: martForecastPaceColumns,
  query: (db) =>
    db
      .with('quarters', () => recentQuarters(db))
      .with('days', (cte) => days(cte))
      .with('booked', (cte) => booked(cte))
      .with('target', (cte) => quotaByDay(cte))
      .with('units', (cte) => units(cte))
      .with('told', (cte) =>
        cte
          .selectFrom('units as u')
          .innerJoin('days as d', (join) => join.onTrue())
          .leftJoin('booked as b', (join) =>
            join
              .onRef('b.level', '=', 'u.level')
              .onRef('b.unit_key', '=', 'u.unit_key')
              .onRef('b.day_of_quarter', '=', 'd.day_of_quarter'),
          )
          .select((eb) => {
            const sofar = (amount: Expression<string | null>) =>
              sql<string>`cast(sum(coalesce(${amount}, 0)) over (partition by ${eb.ref('u.level')}, ${eb.ref('u.unit_key')} order by ${eb.ref('d.day_of_quarter')} rows unbounded preceding) as decimal(18, 6))`
            return [
              'u.level',
              'u.unit_key',
              'd.on_day',
              'd.day_of_quarter',
              'd.is_over',
              sofar(eb.ref('b.running')).as('running'),
              sofar(eb.ref('b.last_quarter')).as('last_quarter'),
              sofar(eb.ref('b.last_year')).as('last_year'),
            ]
          }),
      )
      .with('history', (cte) =>
        cte
          .selectFrom('fct_booking')
          .select((eb) => sql<string | null>`min(${eb.ref('booked_on')})`.as('first_on')),
      )
      .selectFrom('told as t')
      .innerJoin('quarters as q', (join) => join.on('q.place', '=', RUNNING))
      .innerJoin('history as h', (join) => join.onTrue())
      .leftJoin('quarters as l', (join) => join.on('l.place', '=', LAST))
      .leftJoin('quarters as y', (join) => join.on('y.place', '=', YEAR_AGO))
      .leftJoin('target as g', (join) =>
        join
          .onRef('g.level', '=', 't.level')
          .onRef('g.unit_key', '=', 't.unit_key')
          .onRef('g.on_day', '=', 't.on_day'),
      )
      .leftJoin('int_forecast_path as p', (join) =>
        join
          .onRef('p.level', '=', 't.level')
          .onRef('p.unit_key', '=', 't.unit_key')
          .onRef('p.on_day', '=', 't.on_day'),
      )
      .leftJoin('int_forecast_unit as u', (join) =>
        join.onRef('u.level', '=', 't.level').onRef('u.unit_key', '=', 't.unit_key'),
      )
      .select((eb) => {
        const since = (quarterEnd: Expression<string | null>, amount: Expression<string>) =>
          sql<string | null>`case when ${eb.ref('h.first_on')} <= ${quarterEnd} then ${amount} end`
        return [
          sql<string>`concat_ws('/', ${eb.ref('t.level')}, ${eb.ref('t.unit_key')}, cast(${eb.ref('t.on_day')} as varchar))`.as(
            'pace_key',
          ),
          't.level',
          't.unit_key',
          sql<string>`coalesce(${eb.ref('u.unit_name')}, ${eb.ref('t.unit_key')})`.as('unit_name'),
          sql<string>`coalesce(${eb.ref('u.rep_key')}, ${sql.lit(UNKNOWN)})`.as('rep_key'),
          'q.quarter_start as period_start',
          'q.quarter_end as period_end',
          'q.quarter_name as period_name',
          't.on_day',
          't.day_of_quarter',
          sql<string | null>`case when ${eb.ref('t.is_over')} then ${eb.ref('t.running')} end`.as(
            'booked_amount',
          ),
          eb.ref('p.point').$castTo<string | null>().as('expected_amount'),
          'p.p10',
          'p.p50',
          'p.p90',
          sql<string>`coalesce(${eb.ref('g.amount')}, ${zero})`.as('target_amount'),
          since(eb.ref('l.quarter_end'), eb.ref('t.last_quarter')).as('last_quarter_amount'),
          since(eb.ref('y.quarter_end'), eb.ref('t.last_year')).as('last_year_amount'),
        ]
      }),
  audits: [
    {
      name: "each way ends in the unit's forecast and its range",
      severity: 'error',
      ofRows: true,
      failing: (db) =>
        db
          .selectFrom('fct_forecast as f')
          .leftJoin('mart_forecast_pace as p', (join) =>
            join
              .onRef('p.level', '=', 'f.level')
              .onRef('p.unit_key', '=', 'f.unit_key')
              .onRef('p.on_day', '=', 'f.period_end'),
          )
          .innerJoin('company as c', (join) => join.onTrue())
          .where('f.is_latest', '=', true)
          .where('f.method', '=', 'hazard')
          .whereRef('f.period_start', '<=', 'c.as_of_on')
          .where((eb) => {
            const differs = (a: Expression<string | null>, b: Expression<string | null>) =>
              sql`${a} is distinct from ${b}`
            return sql<boolean>`(${differs(eb.ref('p.expected_amount'), eb.ref('f.point'))} or ${differs(eb.ref('p.p10'), eb.ref('f.p10'))} or ${differs(eb.ref('p.p50'), eb.ref('f.p50'))} or ${differs(eb.ref('p.p90'), eb.ref('f.p90'))})`
          })
          .select('f.forecast_key as example'),
    },
  ],
})

interface OfUnit {
  level: string
  unit_key: string
}
interface Booked extends OfUnit {
  day_of_quarter: number
  running: string
  last_quarter: string
  last_year: string
}

/** The days of the running quarter. */
function days(db: QueryCreator<Warehouse & { quarters: Quarter }>) {
  return db
    .selectFrom('quarters as q')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin('dim_date as d', (join) =>
      join.onRef('d.date_key', '>=', 'q.quarter_start').onRef('d.date_key', '<=', 'q.quarter_end'),
    )
    .where('q.place', '=', RUNNING)
    .select((eb) => [
      'd.date_key as on_day',
      sql<number>`${daysBetween(eb.ref('q.quarter_start'), eb.ref('d.date_key'))} + 1`.as('day_of_quarter'),
      sql<boolean>`${eb.ref('d.date_key')} <= ${eb.ref('c.as_of_on')}`.as('is_over'),
    ])
}

/** What was booked on each day of three quarters, by unit; of a longer quarter the last day takes the rest. */
function booked(db: QueryCreator<Warehouse & { quarters: Quarter; days: Day }>) {
  const length = db
    .selectFrom('days')
    .select((eb) => sql<number>`max(${eb.ref('days.day_of_quarter')})`.as('days'))
    .as('n')
  const atoms = db
    .selectFrom('fct_booking as b')
    .innerJoin('quarters as q', (join) =>
      join.onRef('b.booked_on', '>=', 'q.quarter_start').onRef('b.booked_on', '<=', 'q.quarter_end'),
    )
    .innerJoin(length, (join) => join.onTrue())
    .leftJoin('dim_rep as r', 'r.rep_key', 'b.rep_key')
    .leftJoin('int_forecast_unit as u', (join) =>
      join.on('u.level', '=', 'rep').onRef('u.unit_key', '=', 'r.rep_id'),
    )
    .where('q.place', 'in', [RUNNING, LAST, YEAR_AGO])
    .select((eb) => [
      'r.rep_id',
      'u.team',
      'b.territory_key',
      'q.place',
      'b.amount',
      sql<number>`least(${daysBetween(eb.ref('q.quarter_start'), eb.ref('b.booked_on'))} + 1, ${eb.ref('n.days')})`.as(
        'day_of_quarter',
      ),
    ])
  return ofEachLevel('a', (level, key) =>
    db
      .selectFrom(atoms.as('a'))
      .groupBy([key, 'a.day_of_quarter'])
      .select((eb) => {
        const inQuarter = (place: number) =>
          sumAmount(
            sql<string>`case when ${eb.ref('a.place')} = ${sql.lit(place)} then ${eb.ref('a.amount')} else 0 end`,
          )
        return [
          level.as('level'),
          key.as('unit_key'),
          'a.day_of_quarter',
          inQuarter(RUNNING).as('running'),
          inQuarter(LAST).as('last_quarter'),
          inQuarter(YEAR_AGO).as('last_year'),
        ]
      }),
  )
}

/** Units that any of it tells of. */
function units(
  db: QueryCreator<Warehouse & { booked: Booked; target: OfUnit & { on_day: string; amount: string } }>,
) {
  return db
    .selectFrom('booked')
    .select(['booked.level', 'booked.unit_key'])
    .union(db.selectFrom('target').select(['target.level', 'target.unit_key']))
    .union(
      db.selectFrom('int_forecast_path').select(['int_forecast_path.level', 'int_forecast_path.unit_key']),
    )
}
