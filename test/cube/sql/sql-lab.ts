import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import type { Challenge } from '../../../cube/sql/access.ts'
import { type SqlServer, serveSql } from '../../../cube/sql/wire/sql-server.ts'
import { parseVerifier, scramVerifier } from '../../../models/state/scram.ts'

export const PASSWORD = 'a password of the suite'
const ZONE = 'Asia/Bangkok'

type Rows = (string | null)[][]

/** A served semantic layer for the tests of a file, and the tables below it for what is computed by hand. */
export class SqlLab {
  readonly users = new Map<string, CubeUser>([['ann', { name: 'ann', role: 'admin' }]])
  readonly faults: unknown[] = []
  #cube: Cube | undefined
  #server: SqlServer | undefined
  #instance: DuckDBInstance | undefined
  readonly #clients = new Map<string, pg.Client>()

  constructor(open: () => Promise<{ cube: Cube; file: string }>) {
    beforeAll(async () => {
      const { cube, file } = await open()
      this.#cube = cube
      this.#instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', threads: '1' })
      const keys = scramVerifier(PASSWORD).then(parseVerifier)
      this.#server = await serveSql({
        cube,
        access: {
          challenge: async (name): Promise<Challenge> => ({
            kind: 'scram',
            verifier: await keys,
            settle: async (isProven) => (isProven ? (this.users.get(name) ?? null) : null),
          }),
          userNamed: async (name) => this.users.get(name) ?? null,
        },
        host: '127.0.0.1',
        port: 0,
        database: 'salesops',
        zone: ZONE,
        onFault: (error) => this.faults.push(error),
      })
    })
    afterAll(async () => {
      for (const client of this.#clients.values()) await client.end().catch(() => {})
      await this.#server?.close()
      await this.#cube?.close()
      this.#instance?.closeSync()
    })
  }

  get cube(): Cube {
    if (!this.#cube) throw new Error('The lab is open within tests only')
    return this.#cube
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  client(user = 'ann', password = PASSWORD): pg.Client {
    return new pg.Client({ host: '127.0.0.1', port: this.port, user, password, database: 'salesops' })
  }

  async connected(user = 'ann'): Promise<pg.Client> {
    const known = this.#clients.get(user)
    if (known) return known
    const client = this.client(user)
    client.on('error', () => {})
    await client.connect()
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
