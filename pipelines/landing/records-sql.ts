import { castSql, jsonSql, valueColumn, warningSql } from './cast-sql.ts'
import { type CompiledReading, cell } from './compile.ts'
import type { GatedFile } from './gate.ts'
import { literal, quoted } from './sql-text.ts'

export interface RecordsOptions {
  readonly source: string
  readonly drop: string
  readonly file: string
  readonly header: readonly string[]
  /** The cells, as SQL: `n`, the record's number, and one column for each header. */
  readonly cells: string
  readonly loadedAt: Date
}

/** The file's cells as texts, numbered; NULL where empty. */
export function cellsSql(gate: GatedFile): string {
  const texts = gate.header.map((_, position) => `'${cell(position)}': 'VARCHAR'`)
  const columns = gate.isTidyCopy ? ["'n': 'BIGINT'", ...texts] : texts
  const wide = gate.longest > 1_000_000 ? `, max_line_size = ${gate.longest * 2}` : ''
  const read = `read_csv(${literal(gate.dataPath)}, auto_detect = false, header = true, columns = {${columns.join(', ')}},
    delim = ${literal(gate.delimiter)}, quote = '"', escape = '"', strict_mode = true${wide})`
  return gate.isTidyCopy ? read : `(SELECT row_number() OVER () AS n, * FROM ${read})`
}

/** The file's records as they are landed, with `_state` telling good, warned and bad ones apart. */
export function recordsSql(
  compiled: CompiledReading,
  { source, drop, file, header, cells, loadedAt }: RecordsOptions,
): string {
  const columns = compiled.fields.map((field) => `${valueColumn(field)} AS ${quoted(field.name)}`)
  const warnings = compiled.fields.map(warningSql).filter((sql) => sql !== undefined)
  const warned = warnings.length ? `WHEN ${warnings.join(' OR ')} THEN 'warned'` : ''
  return `
    SELECT ${columns.join(', ')},
      ${literal(source)} AS _source, ${literal(drop)} AS _drop, ${literal(file)} AS _file, n AS _record,
      TIMESTAMP ${literal(loadedAt.toISOString().slice(0, -1))} AS _loaded_at,
      CASE WHEN bad THEN to_json([${header.map((_, position) => cell(position)).join(', ')}])::VARCHAR
        ELSE ${jsonSql(header, compiled.unused)} END AS _custom,
      CASE WHEN bad THEN 'bad' ${warned} ELSE 'good' END AS _state
    FROM ${castSql(compiled, cells)}`
}
