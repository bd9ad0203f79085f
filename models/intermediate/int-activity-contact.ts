import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { phoneDigits, splitRows } from '../warehouse/portable.ts'

export const activityContactColumns = {
  activity_id: required('text', 'Activity'),
  who_id: required('text', 'Contact or lead on the other side, after its merges'),
  account_id: optional('text', 'Account of the contact, after its merges'),
  attached_by: required('text', 'What told it', ['link', 'email', 'phone']),
} as const

/**
 * The other side of activities whose records name no contact: by the CRM's links, else by the first e-mail
 * address that a contact or lead has, else by telephone number.
 */
export const intActivityContact = defineModel({
  name: 'int_activity_contact',
  layer: 'intermediate',
  grain: 'one row an activity that names no contact and finds one',
  key: ['activity_id'],
  columns: activityContactColumns,
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(found(db).as('f'))
          .select((eb) => [
            'f.activity_id',
            'f.who_id',
            'f.account_id',
            'f.attached_by',
            sql<number>`row_number() over (partition by ${eb.ref('f.activity_id')} order by ${eb.ref('f.precedence')}, case when ${eb.ref('f.account_id')} is null then 1 else 0 end, ${eb.ref('f.who_id')})`.as(
              'contact_rank',
            ),
          ])
          .as('ranked'),
      )
      .where('ranked.contact_rank', '=', 1)
      .select(['ranked.activity_id', 'ranked.who_id', 'ranked.account_id', 'ranked.attached_by']),
})

function found(db: Kysely<Warehouse>) {
  const addressed = db
    .selectFrom('stg_association')
    .where('from_entity', '=', 'activity')
    .where('to_entity', '=', 'contact')
    .select((eb) => [
      'from_id as activity_id',
      sql<string>`'id'`.as('kind'),
      eb.ref('to_id').$castTo<string | null>().as('address'),
      sql<string>`'link'`.as('attached_by'),
      sql<number>`1`.as('precedence'),
    ])
    .unionAll(
      db
        .selectFrom('stg_activity')
        .where('who_id', 'is', null)
        .where('contact_email', 'is not', null)
        .select((eb) => [
          'activity_id',
          sql<string>`'email'`.as('kind'),
          sql<string | null>`lower(${splitRows(eb.ref('contact_email'))})`.as('address'),
          sql<string>`'email'`.as('attached_by'),
          sql<number>`2`.as('precedence'),
        ]),
    )
    .unionAll(
      db
        .selectFrom('stg_activity')
        .where('who_id', 'is', null)
        .where('phone', 'is not', null)
        .select((eb) => [
          'activity_id',
          sql<string>`'phone'`.as('kind'),
          phoneDigits(eb.ref('phone')).as('address'),
          sql<string>`'phone'`.as('attached_by'),
          sql<number>`3`.as('precedence'),
        ]),
    )
    .as('n')
  return db
    .selectFrom(addressed)
    .innerJoin('int_contact_address as a', (join) =>
      join.onRef('a.kind', '=', 'n.kind').onRef('a.address', '=', 'n.address'),
    )
    .select(['n.activity_id', 'a.who_id', 'a.account_id', 'n.attached_by', 'n.precedence'])
}
