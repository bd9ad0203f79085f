import type { DuckDBConnection } from '@duckdb/node-api'
import { castSql, warningSql } from './cast-sql.ts'
import type { CompiledReading } from './compile.ts'
import type { GatedFile } from './gate.ts'
import type { LandingWarning } from './part.ts'
import { cellsSql } from './records-sql.ts'

const warningTexts = {
  rounded: 'had more decimals than are kept and were rounded half up',
  time_dropped: 'had a time after the day, which was dropped',
} as const

/** Counts, by column, the values of good records that loaded otherwise than written. */
export async function countWarnings(
  connection: DuckDBConnection,
  compiled: CompiledReading,
  gate: GatedFile,
): Promise<LandingWarning[]> {
  const counted = compiled.fields.flatMap((field) => {
    const when = warningSql(field)
    const code = field.cast.warning?.code
    return when && code ? [{ field, when, code }] : []
  })
  const counts = counted.map(({ when }) => `count(*) FILTER (NOT bad AND ${when})::INTEGER`)
  const result = await connection.runAndReadAll(
    `SELECT ${counts.join(', ')} FROM ${castSql(compiled, cellsSql(gate))}`,
  )
  const row = result.getRows()[0] ?? []
  return counted.flatMap(({ field, code }, i) => {
    const count = Number(row[i])
    const text = `${count} ${count === 1 ? 'value' : 'values'} of ${field.headers.join(', ')} ${warningTexts[code]}`
    return count ? [{ code, column: field.name, count, text }] : []
  })
}
