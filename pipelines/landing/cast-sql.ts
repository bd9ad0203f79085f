import { duckdbType } from '../../models/column.ts'
import type { RecordFault } from './cast.ts'
import { type CompiledReading, cell, type Field, trimmedCell } from './compile.ts'
import { literal, quoted } from './sql-text.ts'

/** The raw text of a field, in a `castSql` query: one column is read as it stands, more go through a column of their own. */
function rawColumn({ name, raw, simple }: Field): string {
  return simple && raw !== undefined ? raw : quoted(`r_${name}`)
}

/** The value of a field, in a `castSql` query. */
export function valueColumn(field: Field): string {
  if (field.raw === undefined) return `NULL::${duckdbType(field.column.type)}`
  return isPlain(field) ? rawColumn(field) : quoted(`v_${field.name}`)
}

/** True where the text is the value. */
function isPlain({ cast }: Field): boolean {
  return cast.isText === true && !cast.keep
}

/** True where a field must be filled and is not, or has a text that is not a value. */
function isBad(field: Field): string | undefined {
  const { column, raw, cast } = field
  if (raw === undefined) return column.nullable ? undefined : 'true'
  if (!column.nullable) return `${valueColumn(field)} IS NULL`
  if (column.type === 'text' && !cast.keep) return undefined
  return `(${rawColumn(field)} IS NOT NULL AND ${valueColumn(field)} IS NULL)`
}

/** Few cells have spaces around them, and trim() costs ten times what finding that out does. */
function trimmed(position: number): string {
  const text = cell(position)
  return `CASE WHEN ${text} LIKE ' %' OR ${text} LIKE '% ' THEN nullif(trim(${text}), '') ELSE ${text} END AS ${trimmedCell(position)}`
}

/**
 * A query over a relation of cells that adds the fields' raw texts, their values and `bad`; `rawColumn` and
 * `valueColumn` name them. A step without columns of its own is left out: planning costs more than small files.
 */
export function castSql(compiled: CompiledReading, relation: string): string {
  const present = compiled.fields.filter((field) => field.raw !== undefined)
  const cast = present.filter((field) => !isPlain(field))
  const columnOf = (field: Field): string => quoted(`${field.cast.keep ? 't' : 'v'}_${field.name}`)
  const bad = compiled.refusal ? ['true'] : compiled.fields.map(isBad).filter((sql) => sql !== undefined)
  const steps = [
    compiled.used.map(trimmed),
    present.filter((field) => !field.simple).map((field) => `${field.raw} AS ${rawColumn(field)}`),
    cast.map((field) => `${field.cast.typed(rawColumn(field))} AS ${columnOf(field)}`),
    cast.flatMap((field) => {
      const value = columnOf(field)
      const { keep } = field.cast
      return keep ? [`CASE WHEN ${keep(value)} THEN ${value} END AS ${valueColumn(field)}`] : []
    }),
    [`${bad.join(' OR ') || 'false'} AS bad`],
  ]
  return steps
    .filter((columns) => columns.length)
    .reduce((from, columns) => `(SELECT *, ${columns.join(', ')} FROM ${from})`, relation)
}

/** True where a good record loads otherwise than written. */
export function warningSql(field: Field): string | undefined {
  const { raw, cast } = field
  if (raw === undefined || !cast.warning) return undefined
  return `coalesce(${cast.warning.when(rawColumn(field))}, false)`
}

/** Each fault of a bad record: list of {column, code, value}. */
export function faultsSql(compiled: CompiledReading): string {
  const { refusal } = compiled
  if (refusal)
    return `[{'field': NULL::VARCHAR, 'code': ${literal(refusal.code)}, 'value': ${literal(refusal.columns.join(', '))}}]`
  const faults = compiled.fields.flatMap((field) => {
    const bad = isBad(field)
    if (bad === undefined) return []
    const missing: RecordFault = field.isKey ? 'missing_key' : 'missing_required'
    const code =
      field.raw === undefined
        ? literal(missing)
        : `CASE WHEN ${rawColumn(field)} IS NULL THEN ${literal(missing)} ELSE ${field.cast.fault(rawColumn(field))} END`
    const value = field.raw === undefined ? 'NULL::VARCHAR' : rawColumn(field)
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
