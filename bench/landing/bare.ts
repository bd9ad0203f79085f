import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, quoted } from '../../pipelines/landing/sql-text.ts'

/** Types of the sample company's columns; the others are texts. */
const types: readonly [RegExp, string][] = [
  [/^(SystemModstamp|CreatedDate|LastModifiedDate|submitted_at)$|DateTime$/, 'TIMESTAMP'],
  [/^(ActivityDate|CloseDate|ConvertedDate|LastActivityDate|valid_from|period_start|period_end)$/, 'DATE'],
  [/^Quota_(Start|End)__c$/, 'DATE'],
  [/^Is[A-Z]/, 'BOOLEAN'],
  [/^(NumberOfEmployees|CallDurationInSeconds|DurationInMinutes|SortOrder)$/, 'INTEGER'],
  [/^(Amount|amount|UnitPrice|TotalPrice|Quantity|Probability|DefaultProbability)$/, 'DECIMAL(18,6)'],
  [/^(Gross_Margin__c|Discount__c|Discount|rate)$/, 'DECIMAL(18,9)'],
]

/**
 * Reads all CSVs of the exports into one table an object, by explicit types and nothing else: no count, no
 * hash, no reasons; records that do not fit are dropped. Returns the records read.
 */
export async function readBare(connection: DuckDBConnection, exports: string): Promise<number> {
  let records = 0
  for (const [table, files] of filesByName(exports)) {
    const columns = headerOf(files[0] ?? '').map((name) => {
      const type = types.find(([pattern]) => pattern.test(name))?.[1] ?? 'VARCHAR'
      return `${literal(name)}: ${literal(type)}`
    })
    await connection.run(`CREATE TABLE ${quoted(table)} AS SELECT * FROM read_csv([${files.map(literal).join(', ')}],
      auto_detect = false, header = true, columns = {${columns.join(', ')}}, delim = ',', quote = '"', escape = '"',
      ignore_errors = true)`)
    const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${quoted(table)}`)
    records += Number(counted.getRows()[0]?.[0])
  }
  return records
}

/** The CSVs below a folder by their object, in the order of their drops. */
export function filesByName(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.sort()) {
    if (!path.endsWith('.csv')) continue
    const name = basename(path, '.csv')
    files.set(name, [...(files.get(name) ?? []), path])
  }
  return files
}

/** The names of a CSV's columns; the sample company's have neither commas nor quotes. */
export function headerOf(path: string): string[] {
  const bytes = Buffer.alloc(4096)
  const file = openSync(path, 'r')
  const length = readSync(file, bytes, 0, bytes.length, 0)
  closeSync(file)
  const line = bytes.toString('utf8', 0, length).split(/\r?\n/)[0] ?? ''
  return line.split(',').map((cell) => cell.replaceAll('"', ''))
}
