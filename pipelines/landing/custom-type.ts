import type { DuckDBConnection } from '@duckdb/node-api'
import { optional } from '../../models/column.ts'
import { type CustomType, customColumnType } from '../../models/custom/custom-field.ts'
import { castOf } from './casts.ts'
import { literal } from './sql-text.ts'

/** SQL of a text read as a type; NULL where it is not of that type. */
export function customValue(type: CustomType, raw: string): string {
  const { typed, keep } = castOf(optional(customColumnType(type), ''), { number: { exponent: true } })
  const value = typed(raw)
  return keep ? `CASE WHEN ${keep(value)} THEN ${value} END` : value
}

const isLike = (raw: string, shape: string): string => `regexp_full_match(${raw}, ${literal(shape)})`

/**
 * The types that are told from values, the narrowest first. `0042` stays a text, for as a number it would not be
 * the same; so does what only looks like a number in scientific notation. `1` is a number, not a yes.
 */
const told: readonly (readonly [CustomType, (raw: string) => string])[] = [
  ['boolean', (raw) => `lower(${raw}) IN ('true', 'false', 'yes', 'no')`],
  ['integer', (raw) => isLike(raw, '0|-?[1-9]\\d*')],
  ['decimal', (raw) => isLike(raw, '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?')],
  ['date', () => 'true'],
  ['timestamp', () => 'true'],
]

/**
 * The narrowest type that all the texts of each column have, where none is anything else; text otherwise, and
 * undefined where a column has no text at all. `texts` are SQL over the relation, NULL where a cell is empty.
 */
export async function typesOf(
  connection: DuckDBConnection,
  relation: string,
  texts: readonly string[],
): Promise<readonly (CustomType | undefined)[]> {
  if (texts.length === 0) return []
  const names = texts.map((_, i) => `t${i}`)
  const checks = names.flatMap((raw) => [
    `count(${raw}) > 0`,
    ...told.map(
      ([type, shape]) =>
        `bool_and(${raw} IS NULL OR (${shape(raw)} AND ${customValue(type, raw)} IS NOT NULL))`,
    ),
  ])
  const reader = await connection.runAndReadAll(
    `SELECT ${checks.join(', ')} FROM (SELECT ${texts.map((text, i) => `${text} AS t${i}`).join(', ')} FROM ${relation})`,
  )
  const row = reader.getRows()[0] ?? []
  const width = told.length + 1
  return texts.map((_, i) => {
    const [filled, ...fits] = row.slice(i * width, (i + 1) * width)
    if (filled !== true) return undefined
    return told.find((_, place) => fits[place] === true)?.[0] ?? 'text'
  })
}
