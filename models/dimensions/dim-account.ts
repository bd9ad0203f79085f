import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { coversOnce } from '../intervals.ts'
import { defineModel } from '../model.ts'
import { beginning, endOfTime } from '../warehouse/portable.ts'
import { accountVersions } from './account-versions.ts'
import { UNKNOWN, unknownName } from './unknown.ts'

export const dimAccountColumns = {
  account_key: required(
    'text',
    "Account id and number of the version, as id:1; 'unknown' where a record names none",
  ),
  account_id: required('text', 'Id of the account in the CRM'),
  account_name: required('text', 'Name as of the build, in every version'),
  industry: optional('text', 'Industry'),
  segment: optional('text', 'Segment, such as SMB or Enterprise'),
  employees: optional('integer', 'Number of employees'),
  country: optional('text', 'Country of the billing address'),
  owner_id: optional('text', 'User id of the owner; as the record names them where no source describes them'),
  territory_id: optional('text', 'Territory'),
  valid_from: required('timestamp', 'First instant of the version; 1900 for the first one known'),
  valid_to: required('timestamp', 'First instant after it; 9999 for the one that holds'),
  is_current: required('boolean', 'True for the version that holds'),
} as const

const none = sql<string | null>`cast(null as varchar)`

const undescribed = [
  none.as('industry'),
  none.as('segment'),
  sql<number | null>`cast(null as integer)`.as('employees'),
  none.as('country'),
  none.as('owner_id'),
  none.as('territory_id'),
  beginning.as('valid_from'),
  endOfTime.as('valid_to'),
  sql<boolean>`true`.as('is_current'),
] as const

/** Deleted accounts keep their names, for closed deals still refer to them; merged ones give way to the survivor. */
export const dimAccount = defineModel({
  name: 'dim_account',
  layer: 'dimension',
  grain:
    'one row an account that survives, those that are only referred to included, and period of unchanged industry, segment, employees, country, owner and territory',
  key: ['account_key'],
  columns: dimAccountColumns,
  query: (db) => {
    const referred = db
      .selectFrom('int_opportunity')
      .select((eb) => [eb.ref('account_id').$castTo<string | null>().as('account_id'), 'account_name'])
      .union(db.selectFrom('int_activity').select(['account_id', none.as('account_name')]))
      .union(
        db.selectFrom('int_activity').select(['contact_account_id as account_id', none.as('account_name')]),
      )
      .union(
        db
          .selectFrom('int_survivor')
          .where('entity', '=', 'account')
          .select((eb) => [
            eb.ref('survivor_id').$castTo<string | null>().as('account_id'),
            none.as('account_name'),
          ]),
      )
      .as('referred')
    return accountVersions(db)
      .unionAll(
        db
          .selectFrom(referred)
          .leftJoin('stg_account as known', 'known.account_id', 'referred.account_id')
          .where('known.account_id', 'is', null)
          .where('referred.account_id', 'is not', null)
          .where('referred.account_id', '<>', UNKNOWN)
          .groupBy('referred.account_id')
          .select((eb) => {
            const id = eb.ref('referred.account_id').$castTo<string>()
            return [
              sql<string>`${id} || ':1'`.as('account_key'),
              id.as('account_id'),
              // A record that gives the name beside the id, or in its place, describes the account well enough.
              sql<string>`coalesce(min(${eb.ref('referred.account_name')}), ${unknownName(id)})`.as(
                'account_name',
              ),
              ...undescribed,
            ]
          }),
      )
      .unionAll(
        db
          .selectFrom('company')
          .select([
            sql.lit(UNKNOWN).as('account_key'),
            sql.lit(UNKNOWN).as('account_id'),
            sql.lit('Unknown').as('account_name'),
            ...undescribed,
          ]),
      )
  },
  audits: [
    coversOnce(
      'versions of an account follow one another without gap or overlap, from 1900 to 9999',
      {
        table: 'dim_account',
        of: ['account_id'],
        from: 'valid_from',
        to: 'valid_to',
        example: 'account_key',
      },
      { begins: beginning, ends: endOfTime },
    ),
  ],
})
