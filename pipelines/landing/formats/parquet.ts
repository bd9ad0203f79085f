import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, DuckDBStructType, type DuckDBType } from '@duckdb/node-api'
import { type FaultPlace, fileSystemFault, LandingError } from '../landing-error.ts'
import { literal, quoted } from '../sql-text.ts'
import type { Table } from './table.ts'

/** Writes a Parquet file as a tidy copy. The count is that of the file's own footer. */
export async function parquetToCsv(
  path: string,
  copy: string,
  workDir: string,
  where: FaultPlace,
): Promise<Table> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    threads: '1',
    temp_directory: join(workDir, 'spill'),
  })
  const connection = await instance.connect()
  try {
    // Times with a zone are written in UTC.
    await connection.run(`SET TimeZone = 'UTC'`)
    const from = `read_parquet(${literal(path)})`
    const columns = await columnsOf(connection, from)
    const footer = await connection.runAndReadAll(
      `SELECT num_rows::DOUBLE FROM parquet_file_metadata(${literal(path)})`,
    )
    const texts = columns.map(({ sql, type }) => textSql(sql, type))
    const longest = texts.map((text) => `coalesce(strlen(${text}), 0) * 2 + 3`).join(' + ')
    const size = await connection.runAndReadAll(`SELECT coalesce(max(${longest}), 0)::DOUBLE FROM ${from}`)
    const header = columns.map(({ name }) => name)
    await connection.run(`COPY (SELECT row_number() OVER () AS n, ${texts.map((text, i) => `${text} AS c${i}`).join(', ')}
      FROM ${from}) TO ${literal(copy)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`)
    return {
      header,
      records: Number(footer.getRows()[0]?.[0]),
      broken: [],
      longest: Number(size.getRows()[0]?.[0]),
    }
  } catch (error) {
    const fault = fileSystemFault(error, where)
    if (fault.code !== 'read_failed') throw fault
    const value = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    throw new LandingError(
      {
        code: 'bad_parquet',
        where,
        value: value.replaceAll(path, where.file),
        cure: 'export the file again',
      },
      { cause: error },
    )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

interface ParquetColumn {
  readonly name: string
  readonly sql: string
  readonly type: DuckDBType
}

/** The columns; those of a struct by dotted names. */
async function columnsOf(connection: DuckDBConnection, from: string): Promise<ParquetColumn[]> {
  const described = await connection.run(`SELECT * FROM ${from} LIMIT 0`)
  const types = described.columnTypes()
  return described
    .columnNames()
    .flatMap((name, i) => leaves({ name, sql: quoted(name), type: types[i] as DuckDBType }))
}

function leaves({ name, sql, type }: ParquetColumn): ParquetColumn[] {
  if (!(type instanceof DuckDBStructType)) return [{ name, sql, type }]
  return type.entryNames.flatMap((entry, i) =>
    leaves({
      name: `${name}.${entry}`,
      sql: `struct_extract(${sql}, ${literal(entry)})`,
      type: type.entryTypes[i] as DuckDBType,
    }),
  )
}

/** A value as a plain text: numbers without an exponent, lists as JSON. */
function textSql(sql: string, type: DuckDBType): string {
  const name = String(type)
  if (/\[\]$|^(LIST|MAP|ARRAY)/.test(name)) return `to_json(${sql})::VARCHAR`
  const text = `${sql}::VARCHAR`
  if (!/^(FLOAT|DOUBLE)$/.test(name)) return text
  return `CASE WHEN contains(${text}, 'e') AND isfinite(${sql})
    THEN coalesce(rtrim(rtrim(TRY_CAST(${sql} AS DECIMAL(38,15))::VARCHAR, '0'), '.'), ${text}) ELSE ${text} END`
}
