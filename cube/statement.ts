import { randomUUID } from 'node:crypto'
import type { ApiGateway } from '@cubejs-backend/api-gateway'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type MetaResult, toMetaResult } from './answers.ts'
import { ask } from './ask.ts'
import type { BuildRef, Builds } from './builds.ts'
import type { CubeContext } from './core.ts'
import { type CubeUser, securityContextOf } from './security.ts'

/** What one statement of the SQL endpoint works with. Leave it when its last row is out. */
export interface StatementScope {
  readonly build: BuildRef
  /** Cubes and views with the members that the user may see. */
  meta(): Promise<MetaResult>
  /**
   * Cube's SQL for a query that may have expressions, with the rows that the user may see: `$0$` stands for the
   * first of `params`. `aliases` names the column of each member and expression.
   * @throws CubeError
   */
  sql(query: object, aliases: Readonly<Record<string, string>>): Promise<CubeSql>
  /** A connection to the build, which the caller closes. */
  connect(): Promise<DuckDBConnection>
  leave(): void
}

interface CubeSql {
  readonly sql: string
  readonly params: readonly unknown[]
}

interface StatementOptions {
  readonly build: BuildRef
  readonly builds: Builds
  readonly gateway: ApiGateway
}

type SqlRequest = Parameters<ApiGateway['sql']>[0]

export function enterStatement(user: CubeUser, { build, builds, gateway }: StatementOptions): StatementScope {
  const context: CubeContext = {
    securityContext: securityContextOf(user),
    requestId: `${randomUUID()}-span-1`,
    build,
  }
  return {
    build,
    async meta() {
      return toMetaResult(build.id, await ask((res) => gateway.meta({ context, res })))
    },
    async sql(query, aliases) {
      const answer = await ask((res) =>
        gateway.sql({
          query: query as SqlRequest['query'],
          context,
          res,
          memberToAlias: aliases,
          memberExpressions: true,
          exportAnnotatedSql: true,
          disableLimitEnforcing: true,
          disableExternalPreAggregations: true,
        }),
      )
      const [sql, params] = (answer as { sql: { sql: [string, unknown[]] } }).sql.sql
      return { sql, params }
    },
    connect: () => builds.driver(build).connect(),
    leave: builds.enter(build),
  }
}
