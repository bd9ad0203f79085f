import pg from 'pg'
import type { Cube, CubeUser } from '../../cube/server.ts'
import type { Challenge } from '../../cube/sql/access.ts'
import { serveSql } from '../../cube/sql/wire/sql-server.ts'
import { parseVerifier, scramVerifier } from '../../models/state/scram.ts'

export interface SqlServed {
  readonly port: number
  /** What went wrong within. */
  readonly faults: readonly unknown[]
  client(user?: string, password?: string): pg.Client
  connect(user?: string): Promise<pg.Client>
  close(): Promise<void>
}

interface ServedOptions {
  readonly cube: Cube
  readonly users: ReadonlyMap<string, CubeUser>
  readonly zone: string
  /** Password of all users; without one they need none. */
  readonly password?: string
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer }
}

/** Serves SQL on a free port of this machine. */
export async function servedSql({ cube, users, zone, password, tls }: ServedOptions): Promise<SqlServed> {
  const faults: unknown[] = []
  const verifier = password === undefined ? undefined : parseVerifier(await scramVerifier(password))
  const challenge = async (name: string): Promise<Challenge> => {
    const user = users.get(name)
    if (verifier) return { kind: 'scram', verifier, settle: async (isProven) => (isProven && user) || null }
    return user ? { kind: 'trust', user } : { kind: 'refused', message: `There is no ${name}` }
  }
  const server = await serveSql({
    cube,
    access: { challenge, userNamed: async (name) => users.get(name) ?? null },
    host: '127.0.0.1',
    port: 0,
    database: 'salesops',
    zone,
    ...(tls && { tls }),
    onFault: (error) => faults.push(error),
  })
  const client = (user = 'ann', given = password): pg.Client => {
    const made = new pg.Client({
      host: '127.0.0.1',
      port: server.port,
      user,
      database: 'salesops',
      ...(given !== undefined && { password: given }),
    })
    made.on('error', () => {})
    return made
  }
  return {
    port: server.port,
    faults,
    client,
    async connect(user) {
      const connected = client(user)
      await connected.connect()
      return connected
    },
    close: () => server.close(),
  }
}
