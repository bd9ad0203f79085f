import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildByHand } from '../../bench/models/by-hand.ts'
import { buildOrder, tablesOf } from '../../models/build-order.ts'
import { duckdbType } from '../../models/column.ts'
import { models } from '../../models/index.ts'
import type { Model } from '../../models/model.ts'
import { queryBuilder } from '../../models/warehouse/query-builder.ts'
import { rowsOf } from '../support/duckdb.ts'
import { showInputs } from '../support/landed-inputs.ts'
import { sampleBuild } from '../support/sample-build.ts'

/** What code computes, and what is made of it, no SQL by hand can give. */
const computed = new Set(models.filter((model) => model.computed).map(({ name }) => name))
for (const { name, query } of buildOrder(models, queryBuilder()))
  if ([...tablesOf(query(queryBuilder()))].some((table) => computed.has(table))) computed.add(name)

const star = models.filter(
  ({ name, layer }) => ['dimension', 'fact', 'mart'].includes(layer) && !computed.has(name),
)

const folder = mkdtempSync(join(tmpdir(), 'salesops-by-hand-'))
let instance: DuckDBInstance
let connection: DuckDBConnection

beforeAll(async () => {
  const { home, buildFile } = sampleBuild()
  instance = await DuckDBInstance.create(join(folder, 'hand.duckdb'), { threads: '2' })
  connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  await showInputs(connection, home, new Set(['company', 'fiscal_calendar']))
  await buildByHand(connection)
  await connection.run(`attach '${buildFile}' as build (read_only)`)
})

afterAll(() => {
  connection.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true, force: true })
})

test.each(star.map((model) => [model.name, model] as const))(
  'SQL written by hand gives the columns and rows of %s',
  async (name, model) => {
    const columns = Object.entries(model.columns)
    expect(await typesOf(name)).toEqual(columns.map(([column, { type }]) => [column, duckdbType(type)]))
    const exact = columns.filter(([, { type }]) => type !== 'double').map(([column]) => `"${column}"`)
    expect(await lacking(`build.${name}`, `hand.${name}`, exact)).toEqual([])
    expect(await lacking(`hand.${name}`, `build.${name}`, exact)).toEqual([])
    expect(await doublesThatDiffer(model)).toEqual([])
  },
)

async function typesOf(table: string): Promise<unknown[][]> {
  const rows = await rowsOf(
    connection,
    `select column_name, data_type from duckdb_columns()
      where database_name = 'hand' and table_name = '${table}' order by column_index`,
  )
  return rows.map(({ column_name, data_type }) => [column_name, data_type])
}

/** Rows of a table that another has not, or less often. */
function lacking(table: string, other: string, columns: readonly string[]): Promise<unknown[]> {
  return rowsOf(
    connection,
    `select ${columns} from ${table} except all select ${columns} from ${other} order by all limit 3`,
  )
}

/** Doubles that differ by more than 1e-9 of their size, or of 1 where that is more. */
async function doublesThatDiffer({ name, key, columns }: Model): Promise<unknown[]> {
  const found: unknown[] = []
  for (const [column, { type }] of Object.entries(columns)) {
    if (type !== 'double') continue
    const [model, hand] = [`b."${column}"`, `h."${column}"`]
    found.push(
      ...(await rowsOf(
        connection,
        `select '${column}' as column, ${key.map((part) => `b."${part}"`)}, ${model} as model, ${hand} as hand
          from build.${name} as b join hand.${name} as h on ${key.map((part) => `b."${part}" is not distinct from h."${part}"`).join(' and ')}
          where (${model} is null) <> (${hand} is null) or abs(${model} - ${hand}) > 1e-9 * greatest(1, abs(${model})) limit 3`,
      )),
    )
  }
  return found
}
