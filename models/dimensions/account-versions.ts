import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { beginning, endOfTime } from '../warehouse/portable.ts'

/** What makes a new version of an account when it changes. */
const tracked = ['industry', 'segment', 'employees', 'country', 'owner_id', 'territory_id'] as const

/** The versions that landed records tell of accounts that survive. */
export function accountVersions(db: Kysely<Warehouse>) {
  const told = db
    .selectFrom('landed_account as a')
    .leftJoin('int_person_reference as p', 'p.reference', 'a.owner_id')
    .select((eb) => {
      const owner = sql<string | null>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('a.owner_id')})`
      const knownAt = sql<Date>`coalesce(${eb.ref('a.modified_at')}, ${eb.ref('a._loaded_at')})`
      const state = tracked.map((column) =>
        column === 'owner_id' ? sql`${owner}` : sql`cast(${eb.ref(`a.${column}`)} as varchar)`,
      )
      return [
        'a.account_id',
        'a.industry',
        'a.segment',
        'a.employees',
        'a.country',
        owner.as('owner_id'),
        'a.territory_id',
        knownAt.as('known_at'),
        sql<string>`concat_ws('|', ${sql.join(state.map((value) => sql`coalesce(${value}, '')`))})`.as(
          'state',
        ),
        sql<boolean>`row_number() over (partition by ${eb.ref('a.account_id')}, ${knownAt} order by ${eb.ref('a._drop')} desc, ${eb.ref('a._file')} desc, ${eb.ref('a._record')} desc) = 1`.as(
          'is_last_word',
        ),
      ]
    })
    .as('told')
  const changes = db
    .selectFrom(told)
    .where('told.is_last_word', '=', true)
    .select((eb) => [
      'told.account_id',
      ...tracked.map((column) => `told.${column}` as const),
      'told.known_at',
      'told.state',
      sql<
        string | null
      >`lag(${eb.ref('told.state')}) over (partition by ${eb.ref('told.account_id')} order by ${eb.ref('told.known_at')})`.as(
        'state_before',
      ),
    ])
    .as('v')
  return db
    .selectFrom(changes)
    .innerJoin('stg_account as a', 'a.account_id', 'v.account_id')
    .leftJoin('int_survivor as s', (join) =>
      join.on('s.entity', '=', 'account').onRef('s.record_id', '=', 'v.account_id'),
    )
    .where('s.record_id', 'is', null)
    .where((eb) => sql<boolean>`${eb.ref('v.state_before')} is distinct from ${eb.ref('v.state')}`)
    .select((eb) => {
      const order = sql`over (partition by ${eb.ref('v.account_id')} order by ${eb.ref('v.known_at')})`
      return [
        sql<string>`${eb.ref('v.account_id')} || ':' || cast(row_number() ${order} as varchar)`.as(
          'account_key',
        ),
        'v.account_id',
        'a.name as account_name',
        ...tracked.map((column) => `v.${column}` as const),
        sql<Date>`case when row_number() ${order} = 1 then ${beginning} else ${eb.ref('v.known_at')} end`.as(
          'valid_from',
        ),
        sql<Date>`coalesce(lead(${eb.ref('v.known_at')}) ${order}, ${endOfTime})`.as('valid_to'),
        sql<boolean>`lead(${eb.ref('v.known_at')}) ${order} is null`.as('is_current'),
      ]
    })
}
