import type { DuckDBConnection } from '@duckdb/node-api'
import { contract, type EntityName } from '../../models/contract/index.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { literal, quoted } from '../landing/sql-text.ts'

/** Columns that name a person. */
const personColumns = new Set(['user_id', 'owner_id', 'manager_id', 'changed_by'])

/** Temporary table of the people of all CRMs: which id stands for each of them in the warehouse. */
const PEOPLE = 'person_identity'

/**
 * The sources that have people or deals of their own, in the order of the configuration. Where there are
 * several, the ids of all but the first are qualified by the source's name, so that nothing is taken for
 * something else's; a person with the same e-mail address in an earlier one is that person.
 */
export function crmsOf(sources: readonly string[], parts: readonly LandedPartRow[]): readonly string[] {
  return sources.filter((source) =>
    parts.some((part) => part.source === source && (part.entity === 'user' || part.entity === 'opportunity')),
  )
}

/** Finds out who is who over all CRMs; `records` gives the SQL of a CRM's landed users, or null where it has none. */
export async function identifyPeople(
  connection: DuckDBConnection,
  crms: readonly string[],
  records: (source: string) => string | null,
): Promise<void> {
  const users = crms.flatMap((source, rank) => {
    const landed = records(source)
    if (landed === null) return []
    const own = rank === 0 ? 'user_id' : `${literal(`${source}:`)} || user_id`
    return [
      `select ${literal(source)} as source, ${rank} as precedence, user_id, ${own} as own_id, lower(trim(max(email))) as email from (${landed}) group by user_id`,
    ]
  })
  const all =
    users.join(' union all ') ||
    `select '' as source, 0 as precedence, '' as user_id, '' as own_id, '' as email where false`
  await connection.run(`create temp table ${PEOPLE} as
    with people as (${all}), first_of as (
      select email, own_id from people where email is not null and email <> ''
      qualify row_number() over (partition by email order by precedence, own_id) = 1)
    select people.source, people.user_id, people.email, people.precedence,
      case when people.precedence = 0 then people.own_id else coalesce(first_of.own_id, people.own_id) end as person_id,
      people.own_id
    from people left join first_of using (email)`)
}

/** The SQL of a source's records of an entity, with ids as the warehouse knows them. */
export function identified(
  records: string,
  entity: EntityName,
  source: string,
  crms: readonly string[],
): string {
  const rank = crms.indexOf(source)
  if (rank === 0) return records
  const columns = Object.keys(contract[entity].columns)
  if (rank < 0) return byEmail(records, columns)
  const replaced = columns.flatMap((column) => {
    if (personColumns.has(column)) return [`${personOf(column, source)} as ${quoted(column)}`]
    if (column === 'merged_ids')
      return [
        `regexp_replace(${quoted(column)}, '([^;]+)', ${literal(`${source}:\\1`)}, 'g') as ${quoted(column)}`,
      ]
    if (column === 'pipeline') return [`coalesce(${quoted(column)}, ${literal(source)}) as ${quoted(column)}`]
    return column.endsWith('_id')
      ? [`${literal(`${source}:`)} || ${quoted(column)} as ${quoted(column)}`]
      : []
  })
  const known =
    entity === 'user'
      ? ` where r.user_id in (select p.user_id from ${PEOPLE} as p where p.source = ${literal(source)} and p.person_id = p.own_id)`
      : ''
  return replaced.length
    ? `select * replace (${replaced.join(', ')}) from (${records}) as r${known}`
    : records
}

function personOf(column: string, source: string): string {
  const id = `r.${quoted(column)}`
  return `coalesce((select max(p.person_id) from ${PEOPLE} as p where p.source = ${literal(source)} and p.user_id = ${id}), ${literal(`${source}:`)} || ${id})`
}

/** People in sheets and files from outside the CRM may be told by their e-mail address. */
function byEmail(records: string, columns: readonly string[]): string {
  const replaced = columns
    .filter((column) => personColumns.has(column))
    .map((column) => {
      const id = `r.${quoted(column)}`
      return `case when ${id} like '%@%' then coalesce((select min(p.person_id) from ${PEOPLE} as p where p.email = lower(trim(${id}))), ${id}) else ${id} end as ${quoted(column)}`
    })
  return replaced.length ? `select * replace (${replaced.join(', ')}) from (${records}) as r` : records
}
