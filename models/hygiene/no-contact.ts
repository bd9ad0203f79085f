import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import type { HygieneRule } from './rule.ts'

/** Applies only where the company keeps contacts at all. */
export const noContact: HygieneRule = {
  name: 'no_contact',
  doc: 'An open opportunity with no contact: none linked, none in its activities and none at its account',
  weight: 2,
  checked: (db) =>
    db
      .selectFrom('int_opportunity as i')
      .where('i.status', '=', 'open')
      .where((eb) => eb.exists(eb.selectFrom('stg_contact').select('stg_contact.contact_id')))
      .leftJoin(linked(db).as('l'), 'l.opportunity_id', 'i.opportunity_id')
      .leftJoin(atAccount(db).as('a'), 'a.account_id', 'i.account_id')
      .select((eb) => [
        'i.opportunity_id',
        sql<boolean>`${eb.ref('l.opportunity_id')} is null and ${eb.ref('a.account_id')} is null`.as(
          'failed',
        ),
        sql<string | null>`cast(null as varchar)`.as('detail'),
      ]),
}

function linked(db: Kysely<Warehouse>) {
  const named = db
    .selectFrom('fct_activity as v')
    .where('v.who_id', 'is not', null)
    .select('v.opportunity_id')
    .union(
      db
        .selectFrom('stg_association')
        .where('stg_association.from_entity', '=', 'opportunity')
        .where('stg_association.to_entity', '=', 'contact')
        .select('stg_association.from_id as opportunity_id'),
    )
    .union(
      db
        .selectFrom('stg_association')
        .where('stg_association.from_entity', '=', 'contact')
        .where('stg_association.to_entity', '=', 'opportunity')
        .select('stg_association.to_id as opportunity_id'),
    )
    .as('named')
  return db
    .selectFrom(named)
    .leftJoin('int_survivor as s', (join) =>
      join.on('s.entity', '=', 'opportunity').onRef('s.record_id', '=', 'named.opportunity_id'),
    )
    .where('named.opportunity_id', 'is not', null)
    .select((eb) =>
      sql<string>`coalesce(${eb.ref('s.survivor_id')}, ${eb.ref('named.opportunity_id')})`.as(
        'opportunity_id',
      ),
    )
    .distinct()
}

function atAccount(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_contact_address as c')
    .where('c.kind', '=', 'id')
    .where('c.account_id', 'is not', null)
    .select((eb) => eb.ref('c.account_id').$castTo<string>().as('account_id'))
    .distinct()
}
