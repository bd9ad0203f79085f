import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'

export const accountReferenceColumns = {
  reference: required('text', 'An account as records name it: by its id, or by its name'),
  account_id: required('text', 'Account that is meant, after its merges'),
} as const

/** Which account records mean. A name is read in any letter case, and only where one account has it. */
export const intAccountReference = defineModel({
  name: 'int_account_reference',
  layer: 'intermediate',
  grain: 'one row a reference to an account that a source describes or that was merged',
  key: ['reference'],
  columns: accountReferenceColumns,
  query: (db) =>
    db
      .selectFrom(references(db).as('r'))
      .leftJoin('int_survivor as s', (join) =>
        join.on('s.entity', '=', 'account').onRef('s.record_id', '=', 'r.reference'),
      )
      .leftJoin('stg_account as a', 'a.account_id', 'r.reference')
      .leftJoin(names(db).as('n'), (join) =>
        join.on((eb) => eb('n.name', '=', sql<string>`lower(trim(${eb.ref('r.reference')}))`)),
      )
      .where((eb) =>
        eb.or([
          eb('s.survivor_id', 'is not', null),
          eb('a.account_id', 'is not', null),
          eb('n.account_id', 'is not', null),
        ]),
      )
      .select((eb) => [
        eb.ref('r.reference').$castTo<string>().as('reference'),
        sql<string>`coalesce(${eb.ref('s.survivor_id')}, ${eb.ref('a.account_id')}, ${eb.ref('n.account_id')})`.as(
          'account_id',
        ),
      ]),
})

function references(db: Kysely<Warehouse>) {
  const named = db
    .selectFrom('stg_opportunity')
    .select('account_id as reference')
    .union(db.selectFrom('stg_opportunity').select('account_name as reference'))
    .union(db.selectFrom('stg_activity').select('account_id as reference'))
    .union(db.selectFrom('stg_contact').select('account_id as reference'))
    .union(db.selectFrom('stg_lead').select('converted_account_id as reference'))
    .union(db.selectFrom('stg_association').where('to_entity', '=', 'account').select('to_id as reference'))
    .as('named')
  return db.selectFrom(named).where('named.reference', 'is not', null).select('named.reference')
}

/** Names that one account has, deleted and merged ones apart. */
function names(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_account as a')
    .leftJoin('int_survivor as s', (join) =>
      join.on('s.entity', '=', 'account').onRef('s.record_id', '=', 'a.account_id'),
    )
    .where('s.record_id', 'is', null)
    .where((eb) => eb.or([eb('a.is_deleted', 'is', null), eb('a.is_deleted', '=', false)]))
    .groupBy((eb) => sql`lower(trim(${eb.ref('a.name')}))`)
    .having(sql<number>`count(*)`, '=', 1)
    .select((eb) => [
      sql<string>`lower(trim(${eb.ref('a.name')}))`.as('name'),
      sql<string>`min(${eb.ref('a.account_id')})`.as('account_id'),
    ])
}
