import { type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { forecastLevels } from '../forecast/forecast-made.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const forecastUnitColumns = {
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  unit_name: required('text', 'Name of the rep, team, territory or company'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', "Whose it is: the rep, or the team's manager; 'unknown' for others"),
  ),
  team: optional('text', "Team: the rep's as of the build, or the team itself"),
} as const

/**
 * Reps, teams, territories and the company, of whose bookings forecasts are made. A team is its manager's where all
 * of its people report to one; a territory and the company are nobody's, so that only who sees all sees them.
 */
export const intForecastUnit = defineModel({
  name: 'int_forecast_unit',
  layer: 'intermediate',
  grain: 'one row a rep, team, territory, and the company',
  key: ['level', 'unit_key'],
  columns: forecastUnitColumns,
  query: (db) => reps(db).unionAll(teams(db)).unionAll(territories(db)).unionAll(company(db)),
})

const nobodys = sql<string>`${sql.lit(UNKNOWN)}`
const noTeam = sql<string | null>`cast(null as varchar)`

function reps(db: Kysely<Warehouse>) {
  return db
    .selectFrom('dim_rep as r')
    .where('r.is_current', '=', true)
    .select((eb) => [
      sql<string>`'rep'`.as('level'),
      'r.rep_id as unit_key',
      'r.rep_name as unit_name',
      'r.rep_key',
      eb.ref('r.team').as('team'),
    ])
}

function teams(db: Kysely<Warehouse>) {
  const ofTeam = db
    .selectFrom('dim_rep as r')
    .where('r.team', 'is not', null)
    .groupBy('r.team')
    .select((eb) => [
      eb.ref('r.team').$castTo<string>().as('team'),
      sql<
        string | null
      >`case when count(distinct case when ${eb.ref('r.is_current')} then ${eb.ref('r.manager_id')} end) = 1 then max(case when ${eb.ref('r.is_current')} then ${eb.ref('r.manager_id')} end) end`.as(
        'manager_id',
      ),
    ])
    .as('t')
  return db
    .selectFrom(ofTeam)
    .leftJoin('dim_rep as m', (join) =>
      join.onRef('m.rep_id', '=', 't.manager_id').on('m.is_current', '=', true),
    )
    .select((eb) => [
      sql<string>`'team'`.as('level'),
      't.team as unit_key',
      't.team as unit_name',
      sql<string>`coalesce(${eb.ref('m.rep_key')}, ${nobodys})`.as('rep_key'),
      eb.ref('t.team').$castTo<string | null>().as('team'),
    ])
}

function territories(db: Kysely<Warehouse>) {
  return db
    .selectFrom('dim_territory as t')
    .select([
      sql<string>`'territory'`.as('level'),
      't.territory_key as unit_key',
      't.territory_name as unit_name',
      nobodys.as('rep_key'),
      noTeam.as('team'),
    ])
}

function company(db: Kysely<Warehouse>) {
  return db
    .selectFrom('company as c')
    .select([
      sql<string>`'company'`.as('level'),
      sql<string>`'company'`.as('unit_key'),
      'c.company_name as unit_name',
      nobodys.as('rep_key'),
      noTeam.as('team'),
    ])
}
