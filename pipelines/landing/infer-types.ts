import type { DuckDBConnection } from '@duckdb/node-api'
import { cell } from './compile.ts'
import type { GatedFile } from './gate.ts'
import { cellsSql } from './records-sql.ts'

export type InferredType = 'integer' | 'decimal' | 'date' | 'timestamp' | 'boolean' | 'text'

/** Records that are looked at: a column that changes its type does so from the first one on. */
const SAMPLE = 1000

const time = '\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?'
const shapes: readonly (readonly [InferredType, RegExp])[] = [
  ['boolean', /^(true|false)$/i],
  // A number that begins with a zero is a code.
  ['integer', /^-?(0|[1-9]\d{0,17})$/],
  ['decimal', /^-?(0|[1-9]\d*)(\.\d+)?$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['timestamp', new RegExp(`^\\d{4}-\\d\\d-\\d\\d([T ]${time} ?(Z|[+-]\\d\\d:?\\d\\d)?)?$`)],
]

/** The types that the first values of some columns have; a column without values has none. */
export async function inferTypes(
  connection: DuckDBConnection,
  gate: GatedFile,
  columns: readonly string[],
): Promise<Record<string, InferredType>> {
  if (columns.length === 0 || gate.records === 0) return {}
  const cells = columns.map((name) => cell(gate.header.indexOf(name)))
  const reader = await connection.runAndReadAll(
    `SELECT ${cells.join(', ')} FROM ${cellsSql(gate)} LIMIT ${SAMPLE}`,
  )
  const values = reader.getColumns()
  return Object.fromEntries(
    columns.flatMap((name, i) => {
      const type = typeOf(values[i] ?? [])
      return type ? [[name, type]] : []
    }),
  )
}

function typeOf(values: readonly unknown[]): InferredType | undefined {
  const texts = values.flatMap((value) => (typeof value === 'string' && value.trim() ? [value.trim()] : []))
  if (texts.length === 0) return undefined
  return shapes.find(([, shape]) => texts.every((text) => shape.test(text)))?.[0] ?? 'text'
}
