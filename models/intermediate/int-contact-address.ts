import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { holdsIn } from '../incremental.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { phoneDigits } from '../warehouse/portable.ts'

export const contactAddressColumns = {
  kind: required('text', 'id, email or phone', ['id', 'email', 'phone']),
  address: required(
    'text',
    'The id, the e-mail address in lower case, or the last nine digits of the number',
  ),
  who_id: required('text', 'Contact or lead that it is of, after its merges'),
  account_id: optional('text', 'Account of the contact, after its merges'),
} as const

/**
 * How people outside the company are told: by id, e-mail address or telephone number. Of several with one
 * address a contact of an account goes before one without, a contact before a lead, then the smallest id. A
 * number that several have tells none of them.
 */
export const intContactAddress = defineModel({
  name: 'int_contact_address',
  layer: 'intermediate',
  grain: 'one row an id, e-mail address or telephone number of a contact or lead',
  key: ['kind', 'address'],
  columns: contactAddressColumns,
  incremental: {
    by: 'address',
    inputs: [
      holdsIn('stg_contact', (column) => [
        column('contact_id'),
        sql`lower(trim(${column('email')}))`,
        phoneDigits(column('phone')),
      ]),
      holdsIn('stg_lead', (column) => [
        column('lead_id'),
        sql`lower(trim(${column('email')}))`,
        phoneDigits(column('phone')),
      ]),
    ],
  },
  query: (db) =>
    db
      .selectFrom((outer) =>
        outer
          .selectFrom(addresses(db).as('a'))
          .where('a.address', 'is not', null)
          .where('a.address', '<>', '')
          .select((eb) => [
            'a.kind',
            eb.ref('a.address').$castTo<string>().as('address'),
            'a.who_id',
            'a.account_id',
            sql<number>`row_number() over (partition by ${eb.ref('a.kind')}, ${eb.ref('a.address')} order by case when ${eb.ref('a.account_id')} is null then 1 else 0 end, ${eb.ref('a.precedence')}, ${eb.ref('a.who_id')})`.as(
              'address_rank',
            ),
            sql<string>`min(${eb.ref('a.who_id')}) over (partition by ${eb.ref('a.kind')}, ${eb.ref('a.address')})`.as(
              'first_id',
            ),
            sql<string>`max(${eb.ref('a.who_id')}) over (partition by ${eb.ref('a.kind')}, ${eb.ref('a.address')})`.as(
              'last_id',
            ),
          ])
          .as('ranked'),
      )
      .where('ranked.address_rank', '=', 1)
      .where((eb) =>
        eb.or([eb('ranked.kind', '<>', 'phone'), eb('ranked.first_id', '=', eb.ref('ranked.last_id'))]),
      )
      .select(['ranked.kind', 'ranked.address', 'ranked.who_id', 'ranked.account_id']),
})

function addresses(db: Kysely<Warehouse>) {
  const people = peopleOutside(db)
  const of = (kind: 'id' | 'email' | 'phone', column: 'own_id' | 'email' | 'phone') =>
    db
      .selectFrom(people.as('p'))
      .select((eb) => [
        sql<string>`${sql.lit(kind)}`.as('kind'),
        sql<string | null>`${eb.ref(`p.${column}`)}`.as('address'),
        'p.who_id',
        'p.account_id',
        'p.precedence',
      ])
  return of('id', 'own_id').unionAll(of('email', 'email')).unionAll(of('phone', 'phone'))
}

function peopleOutside(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_contact as c')
    .leftJoin('int_survivor as s', (join) =>
      join.on('s.entity', '=', 'contact').onRef('s.record_id', '=', 'c.contact_id'),
    )
    .leftJoin(linkedAccounts(db).as('l'), 'l.contact_id', 'c.contact_id')
    .leftJoin('int_account_reference as r', 'r.reference', 'c.account_id')
    .select((eb) => [
      'c.contact_id as own_id',
      sql<string>`coalesce(${eb.ref('s.survivor_id')}, ${eb.ref('c.contact_id')})`.as('who_id'),
      sql<
        string | null
      >`coalesce(${eb.ref('r.account_id')}, ${eb.ref('c.account_id')}, ${eb.ref('l.account_id')})`.as(
        'account_id',
      ),
      sql<string | null>`lower(trim(${eb.ref('c.email')}))`.as('email'),
      phoneDigits(eb.ref('c.phone')).as('phone'),
      sql<number>`1`.as('precedence'),
    ])
    .unionAll(
      db
        .selectFrom('stg_lead as d')
        .leftJoin('int_survivor as s', (join) =>
          join.on('s.entity', '=', 'lead').onRef('s.record_id', '=', 'd.lead_id'),
        )
        .leftJoin('int_account_reference as r', 'r.reference', 'd.converted_account_id')
        .select((eb) => [
          'd.lead_id as own_id',
          sql<string>`coalesce(${eb.ref('d.converted_contact_id')}, ${eb.ref('s.survivor_id')}, ${eb.ref('d.lead_id')})`.as(
            'who_id',
          ),
          sql<string | null>`coalesce(${eb.ref('r.account_id')}, ${eb.ref('d.converted_account_id')})`.as(
            'account_id',
          ),
          sql<string | null>`lower(trim(${eb.ref('d.email')}))`.as('email'),
          phoneDigits(eb.ref('d.phone')).as('phone'),
          sql<number>`2`.as('precedence'),
        ]),
    )
}

/** Accounts of contacts, where the CRM keeps links between records as records of their own. */
function linkedAccounts(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_association as l')
    .leftJoin('int_account_reference as r', 'r.reference', 'l.to_id')
    .where('l.from_entity', '=', 'contact')
    .where('l.to_entity', '=', 'account')
    .groupBy('l.from_id')
    .select((eb) => [
      'l.from_id as contact_id',
      sql<string>`min(coalesce(${eb.ref('r.account_id')}, ${eb.ref('l.to_id')}))`.as('account_id'),
    ])
}
