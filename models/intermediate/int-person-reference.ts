import { type Kysely, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { ownerFields } from './owner-fields.ts'

export const personReferenceColumns = {
  reference: required('text', 'A person as records name them: user id, log-in, e-mail address or name'),
  rep_id: required('text', 'User id of the person that is meant'),
} as const

/**
 * Whom records mean by an owner, manager or member. A log-in stands for the user it belongs to; an e-mail
 * address and a name are read in any letter case, a name only where one user has it.
 */
export const intPersonReference = defineModel({
  name: 'int_person_reference',
  layer: 'intermediate',
  grain: 'one row a reference to a user whom a source describes',
  key: ['reference'],
  columns: personReferenceColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(references(db).as('r'))
          .innerJoin(names(db).as('n'), (join) =>
            join.on((eb) =>
              eb.or([
                eb.and([eb('n.is_id', '=', true), eb('n.alias', '=', eb.ref('r.reference'))]),
                eb.and([eb('n.is_id', '=', false), eb('n.alias', '=', eb.ref('r.word'))]),
              ]),
            ),
          )
          .select((eb) => [
            'r.reference',
            'n.user_id as rep_id',
            sql<number>`row_number() over (partition by ${eb.ref('r.reference')} order by ${eb.ref('n.precedence')}, ${eb.ref('n.user_id')})`.as(
              'name_rank',
            ),
          ])
          .as('matches'),
      )
      .select(['matches.reference', 'matches.rep_id'])
      .where('matches.name_rank', '=', 1),
})

/** Every way in which records name people. */
function references(db: Kysely<Warehouse>) {
  const named = db
    .selectFrom('landed_opportunity')
    .select('owner_id as reference')
    .union(db.selectFrom('landed_opportunity').select('owner_email as reference'))
    .union(db.selectFrom('landed_opportunity').select('owner_name as reference'))
    .union(db.selectFrom('stg_activity').select('owner_id as reference'))
    .union(db.selectFrom('stg_activity').select('owner_email as reference'))
    .union(db.selectFrom('stg_activity').select('owner_name as reference'))
    .union(db.selectFrom('stg_account').select('owner_id as reference'))
    .union(db.selectFrom('stg_lead').select('owner_id as reference'))
    .union(db.selectFrom('stg_quota').select('user_id as reference'))
    .union(db.selectFrom('stg_opportunity_split').select('user_id as reference'))
    .union(db.selectFrom('stg_user').select('user_id as reference'))
    .union(db.selectFrom('landed_user').select('manager_id as reference'))
    .union(db.selectFrom('stg_team_member').select('user_id as reference'))
    .union(
      db.selectFrom('stg_field_history').where('field', 'in', ownerFields).select('new_value as reference'),
    )
    .union(
      db.selectFrom('stg_field_history').where('field', 'in', ownerFields).select('old_value as reference'),
    )
    .as('named')
  return db
    .selectFrom(named)
    .where('named.reference', 'is not', null)
    .select((eb) => [
      eb.ref('named.reference').$castTo<string>().as('reference'),
      sql<string>`lower(trim(${eb.ref('named.reference')}))`.as('word'),
    ])
}

/** What users are called: a log-in goes before an id, for it may be described as a user of its own. */
function names(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_user')
    .where('login_id', 'is not', null)
    .select((eb) => [
      'user_id',
      eb.ref('login_id').$castTo<string>().as('alias'),
      sql<boolean>`true`.as('is_id'),
      sql<number>`1`.as('precedence'),
    ])
    .unionAll(
      db
        .selectFrom('stg_user')
        .select([
          'user_id',
          'user_id as alias',
          sql<boolean>`true`.as('is_id'),
          sql<number>`2`.as('precedence'),
        ]),
    )
    .unionAll(
      people(db)
        .where('email', 'is not', null)
        .groupBy((eb) => sql`lower(trim(${eb.ref('email')}))`)
        .select((eb) => [
          sql<string>`min(${eb.ref('user_id')})`.as('user_id'),
          sql<string>`lower(trim(${eb.ref('email')}))`.as('alias'),
          sql<boolean>`false`.as('is_id'),
          sql<number>`3`.as('precedence'),
        ]),
    )
    .unionAll(
      people(db)
        .groupBy((eb) => sql`lower(trim(${eb.ref('name')}))`)
        .having(sql<number>`count(*)`, '=', 1)
        .select((eb) => [
          sql<string>`min(${eb.ref('user_id')})`.as('user_id'),
          sql<string>`lower(trim(${eb.ref('name')}))`.as('alias'),
          sql<boolean>`false`.as('is_id'),
          sql<number>`4`.as('precedence'),
        ]),
    )
}

/** Users, without the log-ins that belong to others. */
function people(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_user')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('stg_user as other')
            .whereRef('other.login_id', '=', 'stg_user.user_id')
            .select('other.user_id'),
        ),
      ),
    )
}
