import { DuckDBInstance } from '@duckdb/node-api'
import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import { type SqlServed, servedSql } from '../../support/sql-served.ts'

export const PASSWORD = 'a password of the suite'
const ZONE = 'Asia/Bangkok'

type Rows = (string | null)[][]

/** A statement and the SQL by hand that has the same rows. */
export type ByHand = readonly [statement: string, sql: string]

/** A statement, the SQLSTATE that refuses it, and what its message names. */
export type Refusal = readonly [statement: string, state: string, names: RegExp]

/** A served semantic layer for the tests of a file, and the tables below it for what is computed by hand. */
export class SqlLab {
  readonly users = new Map<string, CubeUser>([['ann', { name: 'ann', role: 'admin' }]])
  #cube: Cube | undefined
  #served: SqlServed | undefined
  #instance: DuckDBInstance | undefined
  readonly #clients = new Map<string, pg.Client>()

  constructor(open: () => Promise<{ cube: Cube; file: string }>) {
    beforeAll(async () => {
      const { cube, file } = await open()
      this.#cube = cube
      this.#instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', threads: '1' })
      this.#served = await servedSql({ cube, users: this.users, zone: ZONE, password: PASSWORD })
    })
    afterAll(async () => {
      for (const client of this.#clients.values()) await client.end().catch(() => {})
      await this.#served?.close()
      await this.#cube?.close()
      this.#instance?.closeSync()
    })
  }

  get cube(): Cube {
    if (!this.#cube) throw new Error('The lab is open within tests only')
    return this.#cube
  }

  get served(): SqlServed {
    if (!this.#served) throw new Error('The lab is open within tests only')
    return this.#served
  }

  get port(): number {
    return this.served.port
  }

  get faults(): readonly unknown[] {
    return this.served.faults
  }

  client(user?: string, password?: string): pg.Client {
    return this.served.client(user, password)
  }

  async connected(user = 'ann'): Promise<pg.Client> {
    const client = this.#clients.get(user) ?? (await this.served.connect(user))
    this.#clients.set(user, client)
    return client
  }

  /** Rows of a statement as texts. */
  async ask(
    text: string,
    { user = 'ann', values }: { user?: string; values?: unknown[] } = {},
  ): Promise<Rows> {
    const client = await this.connected(user)
    const types = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig
    const { rows } = await client.query({ text, rowMode: 'array', types, ...(values && { values }) })
    return rows as Rows
  }

  /** The SQLSTATE and message of what is refused. */
  async refused(text: string, user = 'ann'): Promise<{ code: string; message: string }> {
    try {
      const rows = await this.ask(text, { user })
      return { code: 'none', message: JSON.stringify(rows).slice(0, 200) }
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string }
      return { code, message }
    }
  }

  /** Statements whose rows are not those that are computed by hand, each with the first of both. */
  async unlikeByHand(statements: readonly ByHand[]): Promise<string[]> {
    const differences: string[] = []
    for (const [statement, sql] of statements) {
      const rows = alike(await this.ask(statement).catch((error: Error) => [[error.message]]))
      const expected = alike(await this.byHand(sql))
      const some = (list: readonly unknown[]): string => list.slice(0, 3).join('\n  ')
      if (JSON.stringify(rows) !== JSON.stringify(expected))
        differences.push(`${statement}\n  ${some(rows)}\n  by hand\n  ${some(expected)}`)
    }
    return differences
  }

  /** Statements that are answered, or refused by another SQLSTATE or without naming the thing. */
  async wronglyRefused(refusals: readonly Refusal[]): Promise<string[]> {
    const differences: string[] = []
    for (const [statement, state, names] of refusals) {
      const { code, message } = await this.refused(statement)
      if (code !== state || !names.test(message)) differences.push(`${statement}: ${code} ${message}`)
    }
    return differences
  }

  /** Rows of a statement by hand over the tables of the build. */
  async byHand(sql: string): Promise<Rows> {
    if (!this.#instance) throw new Error('The lab is open within tests only')
    const connection = await this.#instance.connect()
    try {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))))
    } finally {
      connection.closeSync()
    }
  }
}

/** Rows in one order and spelling: numbers by their value, times to the second. */
export function alike(rows: Rows): string[] {
  return rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : spelled(cell))).join(' | ')).sort()
}

function spelled(cell: string): string {
  if (cell === 't' || cell === 'true') return 'true'
  if (cell === 'f' || cell === 'false') return 'false'
  const number = Number(cell)
  if (cell.trim() !== '' && !Number.isNaN(number)) return String(Number(number.toPrecision(10)))
  return cell.replace(/^(\d{4}-\d\d-\d\d) 00:00:00$/, '$1')
}
