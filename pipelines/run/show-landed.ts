import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { duckdbType } from '../../models/column.ts'
import { landedColumns, shownColumns } from '../../models/contract/entity.ts'
import { contract, type EntityName, entityNames } from '../../models/contract/index.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { literal } from '../landing/sql-text.ts'
import type { CustomCells } from './custom-cells.ts'
import { showForecastRecords } from './forecast-records.ts'
import { crmsOf, identified, identifyPeople } from './identities.ts'

export interface ShowLandedOptions {
  readonly home: string
  readonly parts: readonly LandedPartRow[]
  /** Names of the sources; where several are CRMs, an earlier one goes before a later one. */
  readonly sources: readonly string[]
  /** Sources whose newest export stands in the place of all earlier ones. */
  readonly fullSources: ReadonlySet<string>
  /** Cells of declared fields, which records carry besides. */
  readonly cells: CustomCells
}

/** Shows landed records as the views `landed_<entity>` of a connection; nothing is copied. */
export async function showLanded(connection: DuckDBConnection, options: ShowLandedOptions): Promise<void> {
  const crms = crmsOf(options.sources, options.parts)
  await identifyPeople(connection, crms, (source) => recordsOf(options, 'user', source))
  for (const entity of entityNames)
    await connection.run(
      `create view landed.main."landed_${entity}" as ${allRecordsOf(options, entity, crms)}`,
    )
  await showForecastRecords(connection, options.home)
}

/** Shows the records of an entity that only some of the parts hold, as `diff_landed_<entity>`. */
export async function showNew(
  connection: DuckDBConnection,
  options: ShowLandedOptions,
  entity: EntityName,
  parts: readonly LandedPartRow[],
): Promise<void> {
  const records = allRecordsOf({ ...options, parts }, entity, crmsOf(options.sources, options.parts))
  await connection.run(
    `create temp view "diff_landed_${entity}" as select *, true as _is_new from (${records})`,
  )
}

/** The SQL of all landed records of an entity, with ids as the warehouse knows them. */
function allRecordsOf(options: ShowLandedOptions, entity: EntityName, crms: readonly string[]): string {
  const shown = options.sources.map((source) => {
    const own = recordsOf(options, entity, source)
    return own && identified(own, entity, source, crms)
  })
  return unionOf([noRecords(entity, options.cells), ...shown]) ?? ''
}

function recordsOf(
  { home, parts, fullSources, cells }: ShowLandedOptions,
  entity: EntityName,
  source: string,
): string | null {
  const superseded = supersededParts(parts, fullSources)
  const own = parts.filter((part) => part.entity === entity && part.source === source)
  const alike = groupBy(own, (part) => `${superseded.has(part.id)} as "_superseded"${cells.ofPart(part)}`)
  return unionOf([...alike].map(([columns, group]) => readParts(home, group, columns)))
}

function unionOf(queries: readonly (string | null)[]): string | null {
  return queries.filter((query) => query !== null).join(' union all by name ') || null
}

/** Ids of the parts that a later full export of the same source and entity replaces. */
function supersededParts(
  parts: readonly LandedPartRow[],
  fullSources: ReadonlySet<string>,
): ReadonlySet<string> {
  const superseded = new Set<string>()
  for (const [, group] of groupBy(
    parts.filter((part) => fullSources.has(part.source)),
    (part) => `${part.source}/${part.entity}`,
  )) {
    const newest = newestExport(group)
    for (const part of group) if (!newest.has(part.id)) superseded.add(part.id)
  }
  return superseded
}

/** The parts of the last drop; where a file was replaced in place, those of its last content. */
export function newestExport(parts: readonly LandedPartRow[]): ReadonlySet<string> {
  const last =
    parts
      .map((part) => part.drop_name)
      .sort()
      .at(-1) ?? ''
  const ids = new Set<string>()
  for (const [, group] of groupBy(
    parts.filter((part) => part.drop_name === last),
    (part) => part.file,
  )) {
    const content = group.reduce((a, b) => (b.sequence > a.sequence ? b : a)).file_hash
    for (const part of group) if (part.file_hash === content) ids.add(part.id)
  }
  return ids
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

function readParts(home: string, parts: readonly LandedPartRow[], columns: string): string {
  const files = parts.map((part) => literal(join(home, part.path)))
  return `select *, ${columns} from read_parquet([${files.join(', ')}], union_by_name = true)`
}

function noRecords(name: EntityName, cells: CustomCells): string {
  const columns = Object.entries({ ...contract[name].columns, ...landedColumns, ...shownColumns }).map(
    ([column, { type }]) => `cast(null as ${duckdbType(type)}) as "${column}"`,
  )
  return `select ${columns.join(', ')}${cells.ofNone(name)} where false`
}
