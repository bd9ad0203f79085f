import { type Expression, type RawBuilder, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const repPathColumns = {
  rep_id: required('text', 'User id'),
  current_path: required('text', 'Managers from the top down to the user, as /id/id/'),
} as const

/** An id as it stands in a path: without a slash of its own, which would make it look like two. */
export function pathId(id: Expression<string | null>): RawBuilder<string> {
  return sql`replace(replace(${id}, '%', '%25'), '/', '%2F')`
}

/** The reporting line as it stands in the build. A circle is cut where it closes. */
export const intRepPath = defineModel({
  name: 'int_rep_path',
  layer: 'intermediate',
  grain: 'one row a user',
  key: ['rep_id'],
  columns: repPathColumns,
  query: (db) =>
    db
      .withRecursive('person', (cte) =>
        cte
          .selectFrom('stg_user as u')
          .innerJoin('int_person_reference as own', (join) =>
            join.onRef('own.reference', '=', 'u.user_id').onRef('own.rep_id', '=', 'u.user_id'),
          )
          .leftJoin('int_person_reference as m', 'm.reference', 'u.manager_id')
          .select((eb) => [
            'u.user_id',
            sql<string | null>`coalesce(${eb.ref('m.rep_id')}, ${eb.ref('u.manager_id')})`.as('manager_id'),
          ]),
      )
      .withRecursive('line(rep_id, upper_id, path)', (cte) =>
        cte
          .selectFrom('person')
          .select((eb) => [
            'person.user_id as rep_id',
            'person.manager_id as upper_id',
            sql<string>`'/' || ${pathId(eb.ref('person.user_id'))} || '/'`.as('path'),
          ])
          .unionAll(
            cte
              .selectFrom('line')
              .innerJoin('person', 'person.user_id', 'line.upper_id')
              .where((eb) =>
                eb(
                  sql<number>`position('/' || ${pathId(eb.ref('person.user_id'))} || '/' in ${eb.ref('line.path')})`,
                  '=',
                  0,
                ),
              )
              .select((eb) => [
                'line.rep_id',
                'person.manager_id as upper_id',
                sql<string>`'/' || ${pathId(eb.ref('person.user_id'))} || ${eb.ref('line.path')}`.as('path'),
              ]),
          ),
      )
      .selectFrom((eb) =>
        eb
          .selectFrom('line')
          .select((inner) => [
            'rep_id',
            'path',
            sql<number>`row_number() over (partition by ${inner.ref('rep_id')} order by length(${inner.ref('path')}) desc)`.as(
              'length_rank',
            ),
          ])
          .as('lines'),
      )
      .select(['rep_id', 'path as current_path'])
      .where('length_rank', '=', 1),
})
