import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const personTeamColumns = {
  rep_id: required('text', 'User id of the person'),
  team: required('text', 'Name of the main team; of several that are not marked so, the first by its id'),
} as const

/** The team of each person, where the CRM keeps teams and their members as records of their own. */
export const intPersonTeam = defineModel({
  name: 'int_person_team',
  layer: 'intermediate',
  grain: 'one row a person in a team',
  key: ['rep_id'],
  columns: personTeamColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom('stg_team_member as m')
          .innerJoin('stg_team as t', 't.team_id', 'm.team_id')
          .innerJoin('int_person_reference as p', 'p.reference', 'm.user_id')
          .select((eb) => [
            'p.rep_id',
            't.name as team',
            sql<number>`row_number() over (partition by ${eb.ref('p.rep_id')} order by case when ${eb.ref('m.is_primary')} then 0 else 1 end, ${eb.ref('t.team_id')}, ${eb.ref('m.user_id')})`.as(
              'team_rank',
            ),
          ])
          .as('teams'),
      )
      .select(['teams.rep_id', 'teams.team'])
      .where('teams.team_rank', '=', 1),
})
