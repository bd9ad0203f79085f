import { duckdbType } from '../../models/column.ts'
import type { RecordFault } from './cast.ts'
import { type CompiledReading, cell, type Field, trimmedCell } from './compile.ts'
import { literal, quoted } from './sql-text.ts'

/** True where a field must be filled and is not, or has a text that is not a value. */
function isBad(field: Field): string | undefined {
  const { name, column, raw, cast } = field
  const valued = quoted(`v_${name}`)
  if (!column.nullable) return `${valued} IS NULL`
  if (raw === undefined || (column.type === 'text' && !cast.keep)) return undefined
  return `(${quoted(`r_${name}`)} IS NOT NULL AND ${valued} IS NULL)`
}

/** Few cells have spaces around them, and trim() costs ten times what finding that out does. */
function trimmed(position: number): string {
  const text = cell(position)
  return `CASE WHEN ${text} LIKE ' %' OR ${text} LIKE '% ' THEN nullif(trim(${text}), '') ELSE ${text} END AS ${trimmedCell(position)}`
}

/** A query with `r_` (raw), `v_` (value) columns for each field and `bad`, over a relation of cells. */
export function castSql(compiled: CompiledReading, relation: string): string {
  const present = compiled.fields.filter((field) => field.raw !== undefined)
  const raws = present.map((field) => `${field.raw} AS ${quoted(`r_${field.name}`)}`)
  const typed = present.map(
    (field) => `${field.cast.typed(quoted(`r_${field.name}`))} AS ${quoted(`t_${field.name}`)}`,
  )
  const values = compiled.fields.map((field) => {
    const value = quoted(`t_${field.name}`)
    const { keep } = field.cast
    if (field.raw === undefined)
      return `NULL::${duckdbType(field.column.type)} AS ${quoted(`v_${field.name}`)}`
    return `${keep ? `CASE WHEN ${keep(value)} THEN ${value} END` : value} AS ${quoted(`v_${field.name}`)}`
  })
  const bad = compiled.fields.map(isBad).filter((sql) => sql !== undefined)
  return `
    SELECT *, ${bad.length ? bad.join(' OR ') : 'false'} AS bad FROM (
    SELECT *, ${values.join(', ')} FROM (
    SELECT *${typed.map((sql) => `, ${sql}`).join('')} FROM (
    SELECT *${raws.map((sql) => `, ${sql}`).join('')} FROM (
    SELECT *${compiled.used.map((position) => `, ${trimmed(position)}`).join('')} FROM ${relation}))))`
}

/** True where a good record loads otherwise than written. */
export function warningSql(field: Field): string | undefined {
  const { raw, cast, name } = field
  if (raw === undefined || !cast.warning) return undefined
  return `coalesce(${cast.warning.when(quoted(`r_${name}`))}, false)`
}

/** Each fault of a bad record: list of {column, code, value}. */
export function faultsSql(compiled: CompiledReading): string {
  const faults = compiled.fields.flatMap((field) => {
    const bad = isBad(field)
    if (bad === undefined) return []
    const missing: RecordFault = field.isKey ? 'missing_key' : 'missing_required'
    const raw = quoted(`r_${field.name}`)
    const code =
      field.raw === undefined
        ? literal(missing)
        : `CASE WHEN ${raw} IS NULL THEN ${literal(missing)} ELSE ${field.cast.fault(raw)} END`
    const value = field.raw === undefined ? 'NULL::VARCHAR' : raw
    return [`CASE WHEN ${bad} THEN {'field': ${literal(field.name)}, 'code': ${code}, 'value': ${value}} END`]
  })
  return `list_filter([${faults.join(', ')}], lambda fault: fault IS NOT NULL)`
}

/** A JSON object of the cells that are not empty, by header; NULL where all are. */
export function jsonSql(header: readonly string[], names: readonly string[]): string {
  const wanted = new Set(names)
  const parts = header.flatMap((name, position) =>
    wanted.has(name)
      ? [
          `CASE WHEN ${cell(position)} IS NOT NULL THEN ${literal(`${JSON.stringify(name)}:`)} || to_json(${cell(position)})::VARCHAR END`,
        ]
      : [],
  )
  return parts.length ? `'{' || nullif(concat_ws(',', ${parts.join(', ')}), '') || '}'` : 'NULL::VARCHAR'
}
