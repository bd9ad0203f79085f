import type { DuckDBConnection } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditsOf } from '../../models/audits.ts'
import { catalogue } from '../../models/catalogue.ts'
import { models } from '../../models/index.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { openDuckdb } from '../support/duckdb.ts'
import { sampleBuild } from '../support/sample-build.ts'

test('what a column references is the key of a table', () => {
  const wrong = [...catalogue.values()].flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([column, { references }]) => {
      if (references === undefined) return []
      const [table = '', key = ''] = references.split('.')
      return catalogue.get(table)?.key.join() === key ? [] : [`${name}.${column} references ${references}`]
    }),
  )
  expect(wrong).toEqual([])
})

describe('an audit names what was broken', () => {
  let connection: DuckDBConnection
  let close: () => void
  let db: Kysely<Warehouse>
  beforeAll(async () => {
    const opened = await openDuckdb()
    connection = opened.connection
    close = opened.close
    db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
    await connection.run(`attach '${sampleBuild().buildFile}' as build (read_only)`)
    await connection.run('copy from database build to memory')
  })
  afterAll(() => close())

  /** Audits of a model that fail, with one example of each. */
  async function failing(name: string, audits: RegExp): Promise<Record<string, string | null>> {
    const failed: Record<string, string | null> = {}
    for (const model of models.filter((it) => it.name === name)) {
      for (const audit of auditsOf(model).filter((it) => audits.test(it.name))) {
        const [row] = await audit.failing(db).execute()
        if (row) failed[audit.name] = row.example
      }
    }
    return failed
  }

  async function broken(statement: string, look: () => Promise<unknown>): Promise<unknown> {
    await connection.run('begin')
    try {
      await connection.run(statement)
      return await look()
    } finally {
      await connection.run('rollback')
    }
  }

  test('a key that the other table does not have', async () => {
    expect(await failing('fct_opportunity', /^channel_key is found/)).toEqual({})
    expect(
      await broken("delete from dim_channel where channel_key = 'field'", () =>
        failing('fct_opportunity', /^channel_key is found/),
      ),
    ).toEqual({ 'channel_key is found in dim_channel': 'field' })
  })

  test.each([
    ['mart_rep_month', /quota equals/, 'update fct_quota set amount = amount + 1'],
    [
      'mart_rep_month',
      /deals that closed/,
      "update fct_opportunity set status = 'won' where status = 'open'",
    ],
    ['mart_rep_month', /amounts created/, 'update fct_opportunity set created_amount = created_amount * 2'],
    ['mart_rep_month', /activities are/, 'update fct_activity set is_done = not is_done'],
    ['mart_selling_effort', /activities are/, 'update fct_activity set is_done = true'],
    ['mart_selling_effort', /closes are/, "update fct_opportunity set status = 'open' where status = 'lost'"],
    [
      'mart_consistency',
      /bookings by rep/,
      "update fct_opportunity set amount = amount + 1 where status = 'won'",
    ],
  ])('a total of %s that %s no longer', async (name, audits, statement) => {
    // The day of closing is the one of the fact: a deal that is made to close has none until it is given one.
    const given =
      "; update fct_opportunity set closed_on = as_of_on where status <> 'open' and closed_on is null"
    expect(await failing(name, audits)).toEqual({})
    const found = await broken(statement + given, () => failing(name, audits))
    expect(Object.values(found as object)[0]).toMatch(/^-?[\d.]+ here, -?[\d.]+ there$/)
  })
})
