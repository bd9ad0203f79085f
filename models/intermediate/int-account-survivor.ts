import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const accountSurvivorColumns = {
  account_id: required('text', 'Account as records name it'),
  survivor_id: required('text', 'Account that it was merged into, or itself'),
} as const

/** Merges followed to their end; a chain of more than 20 merges, or a circle, ends where it stands. */
export const intAccountSurvivor = defineModel({
  name: 'int_account_survivor',
  layer: 'intermediate',
  grain: 'one row an account, merged ones too',
  key: ['account_id'],
  columns: accountSurvivorColumns,
  query: (db) =>
    db
      .withRecursive('merge_step(account_id, survivor_id, depth)', (cte) =>
        cte
          .selectFrom('stg_account')
          .select(['account_id', 'account_id as survivor_id', sql<number>`0`.as('depth')])
          .unionAll(
            cte
              .selectFrom('merge_step')
              .innerJoin('stg_account', 'stg_account.account_id', 'merge_step.survivor_id')
              .where('stg_account.master_account_id', 'is not', null)
              .where('merge_step.depth', '<', 20)
              .select((eb) => [
                'merge_step.account_id',
                eb.ref('stg_account.master_account_id').$castTo<string>().as('survivor_id'),
                sql<number>`${eb.ref('merge_step.depth')} + 1`.as('depth'),
              ]),
          ),
      )
      .selectFrom((eb) =>
        eb
          .selectFrom('merge_step')
          .select((inner) => [
            'account_id',
            'survivor_id',
            sql<number>`row_number() over (partition by ${inner.ref('account_id')} order by ${inner.ref('depth')} desc)`.as(
              'last_rank',
            ),
          ])
          .as('steps'),
      )
      .select(['account_id', 'survivor_id'])
      .where('last_rank', '=', 1),
})
