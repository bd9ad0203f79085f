import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { pathId } from '../intermediate/int-rep-path.ts'
import { coversOnce } from '../intervals.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { beginning, endOfTime } from '../warehouse/portable.ts'
import { UNKNOWN, unknownName } from './unknown.ts'

export const dimRepColumns = {
  rep_key: required(
    'text',
    "User id and number of the version, as id:1; 'unknown' where a record names none",
  ),
  rep_id: required('text', 'User id in the CRM'),
  rep_name: required('text', 'Full name'),
  email: optional('text', 'E-mail address'),
  title: optional('text', 'Job title'),
  team: optional('text', 'Sales team'),
  manager_id: optional('text', 'User id of the manager'),
  manager_name: optional('text', 'Name of the manager'),
  territory_id: optional('text', 'Territory the person covers'),
  is_active: required('boolean', 'False once the person has left'),
  quota_start: optional('date', 'First day of carrying quota'),
  quota_end: optional('date', 'Last day of carrying quota'),
  valid_from: required('timestamp', 'First instant of the version; 1900 for the first one known'),
  valid_to: required('timestamp', 'First instant after it; 9999 for the one that holds'),
  is_current: required('boolean', 'True for the version that holds'),
  current_path: required('text', 'Managers from the top down to the person as of the build, as /id/id/'),
} as const

/** What makes a new version when it changes. */
const tracked = [
  'name',
  'title',
  'team',
  'manager_id',
  'territory_id',
  'is_active',
  'quota_start',
  'quota_end',
] as const

export const dimRep = defineModel({
  name: 'dim_rep',
  layer: 'dimension',
  grain:
    'one row a person and period of unchanged name, title, team, manager, territory, activity and quota dates',
  key: ['rep_key'],
  columns: dimRepColumns,
  query: (db) => versions(db).unionAll(referredOnly(db)).unionAll(nobody(db)),
  audits: [
    coversOnce(
      'versions of a rep follow one another without gap or overlap, from 1900 to 9999',
      { table: 'dim_rep', of: ['rep_id'], from: 'valid_from', to: 'valid_to', example: 'rep_key' },
      { begins: beginning, ends: endOfTime },
    ),
  ],
})

function versions(db: Kysely<Warehouse>) {
  return (
    db
      .selectFrom((outer) =>
        outer
          .selectFrom((inner) =>
            inner
              .selectFrom('landed_user as u')
              .select((eb) => [
                'u.user_id',
                'u.email',
                ...tracked.map((column) => `u.${column}` as const),
                sql<Date>`coalesce(${eb.ref('u.modified_at')}, ${eb.ref('u._loaded_at')})`.as('known_at'),
                sql<boolean>`row_number() over (partition by ${eb.ref('u.user_id')}, coalesce(${eb.ref('u.modified_at')}, ${eb.ref('u._loaded_at')}) order by ${eb.ref('u._drop')} desc, ${eb.ref('u._file')} desc, ${eb.ref('u._record')} desc) = 1`.as(
                  'is_last_word',
                ),
                sql<string>`concat_ws('|', ${sql.join(
                  tracked.map((column) => sql`coalesce(cast(${eb.ref(`u.${column}`)} as varchar), '')`),
                )})`.as('state'),
              ])
              .as('told'),
          )
          .where('is_last_word', '=', true)
          .select((eb) => [
            'user_id',
            'email',
            ...tracked,
            'known_at',
            'state',
            sql<
              string | null
            >`lag(${eb.ref('state')}) over (partition by ${eb.ref('user_id')} order by ${eb.ref('known_at')})`.as(
              'state_before',
            ),
          ])
          .as('changes'),
      )
      // A log-in that belongs to a user is no person of its own.
      .innerJoin('int_person_reference as own', (join) =>
        join.onRef('own.reference', '=', 'changes.user_id').onRef('own.rep_id', '=', 'changes.user_id'),
      )
      .innerJoin('int_rep_path as p', 'p.rep_id', 'changes.user_id')
      .leftJoin('int_person_team as t', 't.rep_id', 'changes.user_id')
      .leftJoin('int_person_reference as mr', 'mr.reference', 'changes.manager_id')
      .leftJoin('stg_user as m', 'm.user_id', 'mr.rep_id')
      .where(
        (eb) => sql<boolean>`${eb.ref('changes.state_before')} is distinct from ${eb.ref('changes.state')}`,
      )
      .select((eb) => {
        const order = sql`over (partition by ${eb.ref('changes.user_id')} order by ${eb.ref('changes.known_at')})`
        return [
          sql<string>`${eb.ref('changes.user_id')} || ':' || cast(row_number() ${order} as varchar)`.as(
            'rep_key',
          ),
          'changes.user_id as rep_id',
          'changes.name as rep_name',
          'changes.email',
          'changes.title',
          sql<string | null>`coalesce(${eb.ref('changes.team')}, ${eb.ref('t.team')})`.as('team'),
          sql<string | null>`coalesce(${eb.ref('mr.rep_id')}, ${eb.ref('changes.manager_id')})`.as(
            'manager_id',
          ),
          sql<string | null>`coalesce(${eb.ref('m.name')}, ${unknownName(eb.ref('changes.manager_id'))})`.as(
            'manager_name',
          ),
          'changes.territory_id',
          sql<boolean>`coalesce(${eb.ref('changes.is_active')}, true)`.as('is_active'),
          'changes.quota_start',
          'changes.quota_end',
          sql<Date>`case when row_number() ${order} = 1 then ${beginning} else ${eb.ref('changes.known_at')} end`.as(
            'valid_from',
          ),
          sql<Date>`coalesce(lead(${eb.ref('changes.known_at')}) ${order}, ${endOfTime})`.as('valid_to'),
          sql<boolean>`lead(${eb.ref('changes.known_at')}) ${order} is null`.as('is_current'),
          'p.current_path',
        ]
      })
  )
}

/** Owners that records name and no source describes, by the name that the records give, where they do. */
function referredOnly(db: Kysely<Warehouse>) {
  const referred = db
    .selectFrom('int_opportunity')
    .select(['owner_id', 'owner_name'])
    .union(db.selectFrom('int_activity').select(['owner_id', 'owner_name']))
    .union(
      db
        .selectFrom('stg_quota as q')
        .leftJoin('int_person_reference as p', 'p.reference', 'q.user_id')
        .select((eb) => [
          sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('q.user_id')})`.as('owner_id'),
          sql<string | null>`cast(null as varchar)`.as('owner_name'),
        ]),
    )
    .union(
      db
        .selectFrom('int_booking_credit')
        .select((eb) => [
          eb.ref('rep_id').$castTo<string | null>().as('owner_id'),
          sql<string | null>`cast(null as varchar)`.as('owner_name'),
        ]),
    )
    .union(
      db
        .selectFrom('stg_lead as l')
        .leftJoin('int_person_reference as p', 'p.reference', 'l.owner_id')
        .select((eb) => [
          sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('l.owner_id')})`.as('owner_id'),
          sql<string | null>`cast(null as varchar)`.as('owner_name'),
        ]),
    )
    .as('referred')
  return db
    .selectFrom(referred)
    .leftJoin('stg_user as u', 'u.user_id', 'referred.owner_id')
    .where('u.user_id', 'is', null)
    .where('referred.owner_id', 'is not', null)
    .groupBy('referred.owner_id')
    .select((eb) => {
      const id = eb.ref('referred.owner_id').$castTo<string>()
      return [
        sql<string>`${id} || ':1'`.as('rep_key'),
        id.as('rep_id'),
        sql<string>`coalesce(min(${eb.ref('referred.owner_name')}), ${unknownName(id)})`.as('rep_name'),
        ...undescribed(),
        sql<string>`'/' || ${pathId(id)} || '/'`.as('current_path'),
      ]
    })
}

/** The member for records that name no owner. */
function nobody(db: Kysely<Warehouse>) {
  return db
    .selectFrom('company')
    .select([
      sql.lit(UNKNOWN).as('rep_key'),
      sql.lit(UNKNOWN).as('rep_id'),
      sql.lit('Unknown').as('rep_name'),
      ...undescribed(),
      sql<string>`'/'`.as('current_path'),
    ])
}

function undescribed() {
  const text = sql<string | null>`cast(null as varchar)`
  const day = sql<string | null>`cast(null as date)`
  return [
    text.as('email'),
    text.as('title'),
    text.as('team'),
    text.as('manager_id'),
    text.as('manager_name'),
    text.as('territory_id'),
    sql<boolean>`true`.as('is_active'),
    day.as('quota_start'),
    day.as('quota_end'),
    beginning.as('valid_from'),
    endOfTime.as('valid_to'),
    sql<boolean>`true`.as('is_current'),
  ] as const
}
