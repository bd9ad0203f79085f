import pg from 'pg'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { type SqlServer, serveSql } from '../../cube/sql/wire/sql-server.ts'

export interface SqlServed {
  readonly port: number
  readonly faults: unknown[]
  connect(user?: string): Promise<pg.Client>
  close(): Promise<void>
}

/** Serves SQL on a free port of this machine to users who need no password, for campaigns and benches. */
export async function servedSql(
  cube: Cube,
  users: ReadonlyMap<string, CubeUser>,
  zone: string,
): Promise<SqlServed> {
  const faults: unknown[] = []
  const server: SqlServer = await serveSql({
    cube,
    access: {
      challenge: async (name) => {
        const user = users.get(name)
        return user ? { kind: 'trust', user } : { kind: 'refused', message: `There is no ${name}` }
      },
      userNamed: async (name) => users.get(name) ?? null,
    },
    host: '127.0.0.1',
    port: 0,
    database: 'salesops',
    zone,
    onFault: (error) => faults.push(error),
  })
  return {
    port: server.port,
    faults,
    async connect(user = 'ann') {
      const client = new pg.Client({ host: '127.0.0.1', port: server.port, user, database: 'salesops' })
      client.on('error', () => {})
      await client.connect()
      return client
    },
    close: () => server.close(),
  }
}
