import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildOrder, tablesOf } from '../../models/build-order.ts'
import { required } from '../../models/column.ts'
import { models } from '../../models/index.ts'
import { defineModel } from '../../models/model.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'

let db: Kysely<Warehouse>

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
})

describe('the order of building', () => {
  test('every model comes after those that it reads', () => {
    const place = new Map(buildOrder([...models].reverse(), db).map((model, i) => [model.name, i]))
    expect(place.size).toBe(models.length)
    for (const model of models) {
      for (const table of tablesOf(model.query(db))) {
        const source = place.get(table)
        if (source !== undefined)
          expect(source, `${model.name} reads ${table}`).toBeLessThan(place.get(model.name) ?? -1)
      }
    }
  })

  test('every table that a model reads is a model, landed or the company', () => {
    const known = new Set([...models.map((model) => model.name), 'company', 'fiscal_calendar'])
    const strays = models.flatMap((model) =>
      [...tablesOf(model.query(db))]
        .filter((table) => !known.has(table) && !table.startsWith('landed_'))
        .map((table) => `${model.name} reads ${table}`),
    )
    expect(strays).toEqual([])
  })

  test('is read from the query, common table expressions and subqueries included', () => {
    const query = db
      .with('won', (cte) => cte.selectFrom('fct_opportunity').select('rep_key').where('status', '=', 'won'))
      .selectFrom('won')
      .innerJoin(
        (eb) => eb.selectFrom('dim_rep as named').select('named.rep_key').as('r'),
        (join) => join.onRef('r.rep_key', '=', 'won.rep_key'),
      )
      .select('won.rep_key')
    expect([...tablesOf(query)].sort()).toEqual(['dim_rep', 'fct_opportunity'])
  })

  test('a circle is refused by name', () => {
    const columns = { territory_key: required('text', 'Key') } as const
    const shared = { layer: 'mart', grain: 'one row a territory', key: ['territory_key'], columns } as const
    const one = defineModel({
      ...shared,
      name: 'dim_territory',
      query: (kysely) => kysely.selectFrom('fct_opportunity').select('territory_key'),
    })
    const two = defineModel({
      ...shared,
      name: 'fct_opportunity',
      query: (kysely) => kysely.selectFrom('dim_territory').select('territory_key'),
    })
    expect(() => buildOrder([one, two], db)).toThrow('dim_territory -> fct_opportunity -> dim_territory')
  })
})

test('a column that a query no longer gives fails the type check', () => {
  const columns = { rep_key: required('text', 'Key'), rep_name: required('text', 'Name') } as const
  const model = defineModel({
    name: 'dim_rep',
    layer: 'dimension',
    grain: 'one row a rep',
    key: ['rep_key'],
    columns,
    // @ts-expect-error rep_name is declared and not selected
    query: (kysely) => kysely.selectFrom('dim_rep').select(['rep_key', 'email']),
  })
  const renamed = defineModel({
    name: 'dim_rep',
    layer: 'dimension',
    grain: 'one row a rep',
    key: ['rep_key'],
    columns,
    // @ts-expect-error there is no column full_name in dim_rep
    query: (kysely) => kysely.selectFrom('dim_rep').select(['rep_key', 'full_name as rep_name']),
  })
  expect([model.name, renamed.name]).toEqual(['dim_rep', 'dim_rep'])
})
