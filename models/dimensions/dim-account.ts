import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { UNKNOWN, unknownName } from './unknown.ts'

export const dimAccountColumns = {
  account_key: required('text', "Id of the account; 'unknown' where a record names none"),
  account_name: required('text', 'Name'),
  industry: optional('text', 'Industry'),
  segment: optional('text', 'Segment, such as SMB or Enterprise'),
  employees: optional('integer', 'Number of employees'),
  country: optional('text', 'Country of the billing address'),
  owner_id: optional('text', 'User id of the owner'),
  territory_id: optional('text', 'Territory'),
} as const

const none = sql<string | null>`cast(null as varchar)`

/** Deleted accounts keep their names, for closed deals still refer to them; merged ones give way to the survivor. */
export const dimAccount = defineModel({
  name: 'dim_account',
  layer: 'dimension',
  grain: 'one row an account that survives, those that are only referred to included',
  key: ['account_key'],
  columns: dimAccountColumns,
  query: (db) => {
    const referred = db
      .selectFrom('int_opportunity')
      .select((eb) => [eb.ref('account_key').$castTo<string | null>().as('account_id'), 'account_name'])
      .union(
        db
          .selectFrom('int_activity')
          .select(['account_id', sql<string | null>`cast(null as varchar)`.as('account_name')]),
      )
      .union(
        db
          .selectFrom('int_activity')
          .select([
            'contact_account_id as account_id',
            sql<string | null>`cast(null as varchar)`.as('account_name'),
          ]),
      )
      .union(
        db
          .selectFrom('int_survivor')
          .where('entity', '=', 'account')
          .select((eb) => [
            eb.ref('survivor_id').$castTo<string | null>().as('account_id'),
            sql<string | null>`cast(null as varchar)`.as('account_name'),
          ]),
      )
      .as('referred')
    return db
      .selectFrom('stg_account as a')
      .leftJoin('int_survivor as s', (join) =>
        join.on('s.entity', '=', 'account').onRef('s.record_id', '=', 'a.account_id'),
      )
      .where('s.record_id', 'is', null)
      .select([
        'a.account_id as account_key',
        'a.name as account_name',
        'a.industry',
        'a.segment',
        'a.employees',
        'a.country',
        'a.owner_id',
        'a.territory_id',
      ])
      .unionAll(
        db
          .selectFrom(referred)
          .leftJoin('stg_account as known', 'known.account_id', 'referred.account_id')
          .where('known.account_id', 'is', null)
          .where('referred.account_id', 'is not', null)
          .where('referred.account_id', '<>', UNKNOWN)
          .groupBy('referred.account_id')
          .select((eb) => [
            eb.ref('referred.account_id').$castTo<string>().as('account_key'),
            // A record that gives the name beside the id, or in its place, describes the account well enough.
            sql<string>`coalesce(min(${eb.ref('referred.account_name')}), ${unknownName(eb.ref('referred.account_id'))})`.as(
              'account_name',
            ),
            none.as('industry'),
            none.as('segment'),
            sql<number | null>`cast(null as integer)`.as('employees'),
            none.as('country'),
            none.as('owner_id'),
            none.as('territory_id'),
          ]),
      )
      .unionAll(
        db
          .selectFrom('company')
          .select([
            sql.lit(UNKNOWN).as('account_key'),
            sql.lit('Unknown').as('account_name'),
            none.as('industry'),
            none.as('segment'),
            sql<number | null>`cast(null as integer)`.as('employees'),
            none.as('country'),
            none.as('owner_id'),
            none.as('territory_id'),
          ]),
      )
  },
})
