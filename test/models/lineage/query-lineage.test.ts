import type { DuckDBConnection } from '@duckdb/node-api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tablesOf } from '../../../models/build-order.ts'
import { catalogue } from '../../../models/catalogue.ts'
import { duckdbType } from '../../../models/column.ts'
import { models } from '../../../models/index.ts'
import { queryLineage } from '../../../models/lineage/query-lineage.ts'
import { queryBuilder } from '../../../models/warehouse/query-builder.ts'
import { openDuckdb } from '../../support/duckdb.ts'

const db = queryBuilder()
const columnsOf = (table: string): readonly string[] | undefined => {
  const known = catalogue.get(table)
  return known && Object.keys(known.columns)
}
const sorted = (columns: Iterable<string> | undefined): string[] => [...(columns ?? [])].sort()

describe('of a query', () => {
  test('columns lead through aliases, subqueries and common table expressions to tables', () => {
    const query = db
      .with('won', (cte) =>
        cte
          .selectFrom('fct_opportunity as o')
          .where('o.status', '=', 'won')
          .select(['o.rep_key as who', 'o.amount as value']),
      )
      .selectFrom((eb) => eb.selectFrom('won').select(['won.who', 'won.value']).as('w'))
      .innerJoin('dim_rep as r', 'r.rep_key', 'w.who')
      .select((eb) => [
        'r.rep_name as name',
        sql<string>`sum(${eb.ref('w.value')}) over (partition by ${eb.ref('r.team')})`.as('total'),
      ])
    const { columns, rows } = queryLineage(query, columnsOf)
    expect(sorted(columns.get('name'))).toEqual(['dim_rep.rep_name'])
    expect(sorted(columns.get('total'))).toEqual(['dim_rep.team', 'fct_opportunity.amount'])
    expect(sorted(rows)).toEqual(['dim_rep.rep_key', 'fct_opportunity.rep_key', 'fct_opportunity.status'])
  })

  test('every branch of a union counts, by the place of its columns', () => {
    const query = db
      .selectFrom('dim_rep')
      .select(['rep_key as key', 'rep_name as name'])
      .unionAll(db.selectFrom('dim_account').select(['account_name as name', 'account_key as key']))
    const { columns } = queryLineage(query, columnsOf)
    expect(sorted(columns.get('key'))).toEqual(['dim_account.account_name', 'dim_rep.rep_key'])
    expect(sorted(columns.get('name'))).toEqual(['dim_account.account_key', 'dim_rep.rep_name'])
  })

  test('a recursive expression takes in what its steps add', () => {
    const query = db
      .withRecursive('line(rep, path)', (cte) =>
        cte
          .selectFrom('stg_user')
          .select(['user_id as rep', 'name as path'])
          .unionAll(
            cte
              .selectFrom('line')
              .innerJoin('stg_user as u', 'u.user_id', 'line.rep')
              .select((eb) => [eb.ref('u.manager_id').$castTo<string>().as('rep'), 'line.path']),
          ),
      )
      .selectFrom('line')
      .select(['rep', 'path'])
    expect(sorted(queryLineage(query, columnsOf).columns.get('rep'))).toEqual([
      'stg_user.manager_id',
      'stg_user.user_id',
    ])
  })

  test('a column that there is not is an error', () => {
    const query = db.selectFrom('dim_rep').select(sql.ref('dim_rep.nickname').as('x'))
    expect(() => queryLineage(query, columnsOf)).toThrow('Nothing here has a column dim_rep.nickname')
  })
})

describe('of each model is what DuckDB finds in its query', () => {
  let connection: DuckDBConnection
  let close: () => void
  beforeAll(async () => {
    const opened = await openDuckdb()
    connection = opened.connection
    close = opened.close
  })
  afterAll(() => close())

  test.each(models.map((model) => [model.name, model] as const))('%s', async (_, model) => {
    const query = model.query(db)
    const { columns, reads } = queryLineage(query, columnsOf)
    expect(sorted(columns.keys())).toEqual(sorted(Object.keys(model.columns)))

    const statement = query.compile().sql
    const binds = async (): Promise<string | null> => {
      try {
        const prepared = await connection.prepare(statement)
        prepared.destroySync()
        return null
      } catch (error) {
        return String(error)
      }
    }
    const tables = new Map<string, string[]>([...tablesOf(query)].map((table) => [table, []]))
    for (const id of reads) {
      const [table = '', column = ''] = id.split('.')
      tables.set(table, [...(tables.get(table) ?? []), column])
    }
    // With tables that have these columns only, the query is one that DuckDB accepts; without any of them, not.
    for (const [table, names] of tables) {
      const types = catalogue.get(table)?.columns ?? {}
      const defined = names.map((name) => `"${name}" ${duckdbType(types[name]?.type ?? 'text')}`)
      await connection.run(`create or replace table ${table} (${['_ integer', ...defined].join(', ')})`)
    }
    try {
      expect(await binds()).toBeNull()
      for (const [table, names] of tables) {
        for (const name of names) {
          await connection.run(`alter table ${table} rename column "${name}" to _gone`)
          expect(String(await binds()), `${table}.${name} is read`).toMatch(/Binder Error/)
          await connection.run(`alter table ${table} rename column _gone to "${name}"`)
        }
      }
    } finally {
      for (const table of tables.keys()) await connection.run(`drop table ${table}`)
    }
  })
})
