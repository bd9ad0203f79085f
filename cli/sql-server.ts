import { readFileSync } from 'node:fs'
import type { Cube } from '../cube/server.ts'
import type { SqlServer } from '../cube/sql/wire/sql-server.ts'
import type { Access, ServerSettings } from './access.ts'
import { CliError } from './cli-error.ts'
import { servedManifest } from './reading.ts'
import { sqlAccess } from './sql-access.ts'

const DEFAULT_SQL_PORT = 15_432

/** Name of the only database. */
export const SQL_DATABASE = 'salesops'

interface SqlListenOptions {
  readonly cube: Cube
  readonly access: Access
  readonly settings: ServerSettings
  readonly env: NodeJS.ProcessEnv
  readonly onFault: (message: string) => void
}

/** Serves SQL of a home where the pages are served, to whom the pages are. */
export async function listenSql(
  home: string,
  { cube, access, settings, env, onFault }: SqlListenOptions,
): Promise<SqlServer> {
  const { serveSql } = await import('../cube/sql/wire/sql-server.ts')
  const { company, sample } = servedManifest(home)
  const { tls } = settings
  const port = sqlPortOf(env)
  try {
    return await serveSql({
      cube,
      access: sqlAccess({ identity: access.signIn.identity, cube, isSample: sample === true }),
      host: settings.host ?? '127.0.0.1',
      port,
      ...(tls && { tls: { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } }),
      database: SQL_DATABASE,
      zone: company.timezone,
      onFault: (error) => onFault(`SQL: ${error instanceof Error ? error.message : String(error)}`),
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new CliError({
      code: 'port_in_use',
      message: `Port ${port} is in use`,
      cure: 'stop what uses it, or set SALESOPS_SQL_PORT to another',
    })
  }
}

function sqlPortOf({ SALESOPS_SQL_PORT: text }: NodeJS.ProcessEnv): number {
  const port = Number(text ?? DEFAULT_SQL_PORT)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new CliError({
    code: 'bad_port',
    message: `SALESOPS_SQL_PORT is ${text}`,
    cure: 'give a whole number from 0 to 65535',
  })
}
