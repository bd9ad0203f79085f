import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { duckdbType } from '../../models/column.ts'
import { landedColumns, shownColumns } from '../../models/contract/entity.ts'
import { contract, type EntityName, entityNames } from '../../models/contract/index.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { literal } from '../landing/sql-text.ts'

export interface ShowLandedOptions {
  readonly home: string
  readonly parts: readonly LandedPartRow[]
  /** Sources whose newest export stands in the place of all earlier ones. */
  readonly fullSources: ReadonlySet<string>
}

/** Shows landed records as the views `landed_<entity>` of a connection; nothing is copied. */
export async function showLanded(connection: DuckDBConnection, options: ShowLandedOptions): Promise<void> {
  const superseded = supersededParts(options.parts, options.fullSources)
  for (const name of entityNames) {
    const own = options.parts.filter((part) => part.entity === name)
    const shown = [
      recordsOf(
        options.home,
        own.filter((part) => !superseded.has(part.id)),
        false,
      ),
      recordsOf(
        options.home,
        own.filter((part) => superseded.has(part.id)),
        true,
      ),
    ].filter((query) => query !== null)
    await connection.run(
      `create temp view "landed_${name}" as ${shown.join(' union all by name ') || noRecords(name)}`,
    )
  }
}

/** Ids of the parts that a later full export of the same source and entity replaces. */
export function supersededParts(
  parts: readonly LandedPartRow[],
  fullSources: ReadonlySet<string>,
): ReadonlySet<string> {
  const superseded = new Set<string>()
  for (const group of groupBy(
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
  for (const group of groupBy(
    parts.filter((part) => part.drop_name === last),
    (part) => part.file,
  )) {
    const content = group.reduce((a, b) => (b.sequence > a.sequence ? b : a)).file_hash
    for (const part of group) if (part.file_hash === content) ids.add(part.id)
  }
  return ids
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Iterable<[T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups.values()
}

function recordsOf(home: string, parts: readonly LandedPartRow[], superseded: boolean): string | null {
  if (parts.length === 0) return null
  const files = parts.map((part) => literal(join(home, part.path)))
  return `select *, ${superseded} as "_superseded" from read_parquet([${files.join(', ')}])`
}

function noRecords(name: EntityName): string {
  const columns = Object.entries({ ...contract[name].columns, ...landedColumns, ...shownColumns }).map(
    ([column, { type }]) => `cast(null as ${duckdbType(type)}) as "${column}"`,
  )
  return `select ${columns.join(', ')} where false`
}
