import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const survivorColumns = {
  entity: required('text', 'Entity of both records, in the words of the contract'),
  record_id: required('text', 'Id of the record that is gone'),
  survivor_id: required('text', 'Id of the record that it lives on in, at the end of all its merges'),
} as const

/** Chains of merges followed to their end. Records that were merged in a circle all stay as they are. */
export const intSurvivor = defineModel({
  name: 'int_survivor',
  layer: 'intermediate',
  grain: 'one row a record that was merged away',
  key: ['entity', 'record_id'],
  columns: survivorColumns,
  query: (db) =>
    db
      .withRecursive('merge_step(entity, record_id, survivor_id, depth)', (cte) =>
        cte
          .selectFrom('int_merge')
          .select(['entity', 'record_id', 'survivor_id', sql<number>`1`.as('depth')])
          .unionAll(
            cte
              .selectFrom('merge_step')
              .innerJoin('int_merge', (join) =>
                join
                  .onRef('int_merge.entity', '=', 'merge_step.entity')
                  .onRef('int_merge.record_id', '=', 'merge_step.survivor_id'),
              )
              .whereRef('merge_step.survivor_id', '<>', 'merge_step.record_id')
              .where('merge_step.depth', '<', 20)
              .select((eb) => [
                'merge_step.entity',
                'merge_step.record_id',
                'int_merge.survivor_id',
                sql<number>`${eb.ref('merge_step.depth')} + 1`.as('depth'),
              ]),
          ),
      )
      .selectFrom((eb) =>
        eb
          .selectFrom('merge_step')
          .select((inner) => [
            'entity',
            'record_id',
            'survivor_id',
            sql<number>`row_number() over (partition by ${inner.ref('entity')}, ${inner.ref('record_id')} order by ${inner.ref('depth')} desc)`.as(
              'last_rank',
            ),
          ])
          .as('steps'),
      )
      .select(['entity', 'record_id', 'survivor_id'])
      .where('last_rank', '=', 1)
      .whereRef('survivor_id', '<>', 'record_id'),
})
