import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const repPathColumns = {
  rep_id: required('text', 'User id'),
  current_path: required('text', 'Managers from the top down to the user, as /id/id/'),
} as const

/** The reporting line as it stands in the build. A circle is cut where it closes. */
export const intRepPath = defineModel({
  name: 'int_rep_path',
  layer: 'intermediate',
  grain: 'one row a user',
  key: ['rep_id'],
  columns: repPathColumns,
  query: (db) =>
    db
      .withRecursive('line(rep_id, upper_id, path)', (cte) =>
        cte
          .selectFrom('stg_user')
          .select((eb) => [
            'user_id as rep_id',
            'manager_id as upper_id',
            sql<string>`'/' || ${eb.ref('user_id')} || '/'`.as('path'),
          ])
          .unionAll(
            cte
              .selectFrom('line')
              .innerJoin('stg_user', 'stg_user.user_id', 'line.upper_id')
              .where((eb) =>
                eb(
                  sql<number>`position('/' || ${eb.ref('stg_user.user_id')} || '/' in ${eb.ref('line.path')})`,
                  '=',
                  0,
                ),
              )
              .select((eb) => [
                'line.rep_id',
                'stg_user.manager_id as upper_id',
                sql<string>`'/' || ${eb.ref('stg_user.user_id')} || ${eb.ref('line.path')}`.as('path'),
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
