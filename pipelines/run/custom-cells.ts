import { join } from 'node:path'
import type { EntityName } from '../../models/contract/index.ts'
import type { CustomField } from '../../models/custom/custom-field.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { HeaderIndex } from '../landing/header.ts'
import { readManifest } from '../landing/part.ts'
import { literal, quoted } from '../landing/sql-text.ts'

const CELL = 'STRUCT("text" VARCHAR)'

/** The column of landed records that holds the cell of a declared field: NULL where the file has no such column. */
export function cellColumn({ name }: CustomField): string {
  return quoted(`_custom_${name}`)
}

/** Where the cells of declared fields are in landed records. */
export interface CustomCells {
  /** SQL that adds the cells to the records of a part; empty where its entity has no declared fields. */
  ofPart(part: LandedPartRow): string
  /** The same where an entity has no records. */
  ofNone(entity: EntityName): string
  /** Names of the fields that no landed file has a column for. */
  readonly unfound: ReadonlySet<string>
}

/**
 * Finds the columns of declared fields in the headers of landed files. A cell is told apart from a column that is
 * missing: an export without the column says nothing of the value, while an empty cell says that there is none.
 */
export async function customCells(
  home: string,
  parts: readonly LandedPartRow[],
  fields: readonly CustomField[],
): Promise<CustomCells> {
  const own = (entity: string): readonly CustomField[] => fields.filter((field) => field.entity === entity)
  const found = new Set<string>()
  const sqls = new Map<string, string>()
  for (const part of parts) {
    const wanted = own(part.entity)
    if (wanted.length === 0) continue
    const { header, unused } = await driftOf(home, part)
    const find = headerFinder(header, unused)
    const cells = wanted.map((field) => {
      const column = find(field)
      if (column !== undefined) found.add(field.name)
      return `, ${cellSql(column)} AS ${cellColumn(field)}`
    })
    sqls.set(part.id, cells.join(''))
  }
  return {
    ofPart: (part) => sqls.get(part.id) ?? '',
    ofNone: (entity) =>
      own(entity)
        .map((field) => `, ${cellSql(undefined)} AS ${cellColumn(field)}`)
        .join(''),
    unfound: new Set(fields.map(({ name }) => name).filter((name) => !found.has(name))),
  }
}

async function driftOf(home: string, part: LandedPartRow) {
  const file = join(home, part.path).replace(/\.parquet$/, '.json')
  const manifest = await readManifest(file)
  if (!manifest) throw new Error(`${file} is not there, which describes ${part.path}`)
  return manifest.drift
}

/** Finds the column of a field by its names, and by the names that HubSpot's pages and replicated tables give them. */
function headerFinder(header: readonly string[], unused: readonly string[]) {
  const index = new HeaderIndex(header)
  const kept = new Set(unused)
  return ({ from }: CustomField): string | undefined => {
    for (const name of from.flatMap((it) => [it, `properties.${it}`, `property_${it}`])) {
      const column = header[index.find(name) ?? -1]
      if (column !== undefined && kept.has(column)) return column
    }
    return undefined
  }
}

/** The cell of a column as `{text}`, without spaces around it and with NULL for an empty one. */
function cellSql(column: string | undefined): string {
  if (column === undefined) return `NULL::${CELL}`
  const pointer = `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return `{'text': nullif(trim(json_extract_string(_custom, ${literal(pointer)})), '')}`
}
