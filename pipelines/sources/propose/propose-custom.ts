import type { DuckDBConnection } from '@duckdb/node-api'
import { type CustomEntity, type CustomType, customEntities } from '../../../models/custom/custom-field.ts'
import { cell } from '../../landing/compile.ts'
import { typesOf } from '../../landing/custom-type.ts'
import type { GatedFile } from '../../landing/gate.ts'
import { cellsSql } from '../../landing/records-sql.ts'
import type { BuiltInKind, Place, Recognised } from './recognise.ts'

/** A column that no field reads, with the type of its values. */
export interface CustomColumn {
  readonly entity: CustomEntity
  readonly header: string
  readonly type: CustomType
}

/** Columns that are named for each entity; an export of everything has hundreds. */
const MOST = 30

/**
 * The columns of a file that may be declared as dimensions, those without any value left out. Salesforce marks
 * what is the company's own with `__c`, which replication tools write as `_c`.
 */
export async function customColumns(
  connection: DuckDBConnection,
  gate: GatedFile,
  { kind, entity, unused }: { kind: BuiltInKind; entity: string; unused: readonly string[] },
): Promise<readonly CustomColumn[]> {
  const shown = customEntities.find((name) => name === entity)
  const own = unused.filter((header) => kind !== 'salesforce' || /_c$/i.test(header))
  if (!shown || own.length === 0) return []
  const texts = own.map((header) => `nullif(trim(${cell(gate.header.indexOf(header))}), '')`)
  const types = await typesOf(connection, cellsSql(gate), texts)
  return own.flatMap((header, i) => {
    const type = types[i]
    return type ? [{ entity: shown, header, type }] : []
  })
}

/** `customFields:` for the columns that were found, as comments of salesops.yml; empty where there are none. */
export function customFieldLines(places: readonly Place[], taken: ReadonlySet<string>): string {
  const files = places.flatMap((place): readonly Recognised[] => place.files)
  const columns = merged(files.flatMap(({ custom = [] }) => custom))
  if (columns.length === 0) return ''
  const names = new Set(taken)
  const lines = customEntities.flatMap((entity) => {
    const own = columns.filter((column) => column.entity === entity)
    const left = own.length - MOST
    return [
      ...own.slice(0, MOST).map(({ header, type }) => {
        const name = freeName(header, entity, names)
        return `#   - { name: ${name}, entity: ${entity}, from: ${JSON.stringify(header)}, type: ${type} }`
      }),
      ...(left > 0 ? [`#   # and ${left} more columns of ${entity} files`] : []),
    ]
  })
  return [
    '# Columns that no field reads yet, with the type that their values have. Those that are to be dimensions:',
    '# customFields:',
    ...lines,
    '',
  ].join('\n')
}

/** The columns of an entity over all files, each once. */
function merged(columns: readonly CustomColumn[]): readonly CustomColumn[] {
  const known = new Map<string, CustomColumn>()
  for (const column of columns) {
    const place = `${column.entity}/${column.header.toLowerCase()}`
    const before = known.get(place)
    known.set(place, before ? { ...before, type: widened(before.type, column.type) } : column)
  }
  return [...known.values()]
}

/** The type that holds the values of two files. */
function widened(a: CustomType, b: CustomType): CustomType {
  if (a === b) return a
  const both = [a, b].sort().join()
  if (both === 'decimal,integer') return 'decimal'
  return both === 'date,timestamp' ? 'timestamp' : 'text'
}

/** A name for a dimension that is not taken: the header's words, else with the entity before them. */
function freeName(header: string, entity: CustomEntity, taken: Set<string>): string {
  const words =
    header
      .replace(/^(?:properties\.|property_)/, '')
      .replace(/__?c$/i, '')
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 40) || 'field'
  let name = words
  for (let n = 1; taken.has(name) || taken.has(`${name}_text`); n++)
    name = n === 1 ? `${entity}_${words}` : `${entity}_${words}_${n}`
  taken.add(name)
  taken.add(`${name}_text`)
  return name
}
