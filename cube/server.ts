import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Application } from 'express'
import {
  type LoadResult,
  type MetaResult,
  type Query,
  type SqlResult,
  toLoadResult,
  toMetaResult,
  toSqlResult,
} from './answers.ts'
import { ask } from './ask.ts'
import { type BuildRef, Builds } from './builds.ts'
import { type CubeContext, createCore } from './core.ts'
import { type Denied, Door } from './door.ts'
import { sealEnvironment } from './environment.ts'
import type { KeySet } from './key-sets.ts'
import { type LogEntry, toLogEntry } from './log.ts'
import { locateCompileError } from './model-check.ts'
import { ModelFiles } from './model-files.ts'
import { type CubeUser, securityContextOf } from './security.ts'
import { enterStatement, type StatementScope } from './statement.ts'
import { refusal, type Secrets, Tokens } from './tokens.ts'

export type { MetaResult, Query } from './answers.ts'
export type { BuildRef } from './builds.ts'
export type { Denied } from './door.ts'
export type { LogEntry } from './log.ts'
export type { CubeUser } from './security.ts'

export interface CubeOptions {
  /** Folder of the model: `cubes/*.yml`, `views/*.yml`. */
  modelDir: string
  /** The build to answer from; asked once a request, so a new one is served without a restart. */
  currentBuild: () => BuildRef
  /** Secret of the tokens (HS256), at least 32 characters; or how to read those in force, the first of which signs. */
  secret: Secrets
  /** Public keys of the company's own token issuer, whose tokens are taken too. */
  keySet?: KeySet
  /** Who a sign-in is for now; null once it has ended. */
  sessionUser?: (session: string) => Promise<CubeUser | null>
  /** Told of every request that is refused for want of a right. */
  onDenied?: (denied: Denied) => void
  /** Company zone: the zone of a query that names none. */
  timezone: string
  /** DuckDB's budget for a build that is open, as in `2GB`. */
  memoryLimit: string
  threads?: number
  /** Rows that one answer may have; more is an error, never a cut. 100,000 unless told. */
  maxRows?: number
  /** Gets Cube's log without secrets and values. */
  onLog?: (entry: LogEntry) => void
}

/** The semantic layer, embedded. */
export interface Cube {
  /** Serves REST and GraphQL under `/cubejs-api`. Every answer names its build in `X-Salesops-Build`. */
  mount(app: Application): void
  /** Answers a query in process, through the same gateway as REST. @throws CubeError */
  load(query: Query | Query[], user: CubeUser): Promise<LoadResult>
  /** The SQL of a query. @throws CubeError */
  sql(query: Query | Query[], user: CubeUser): Promise<SqlResult>
  /** Cubes and views with the members that the user may see. */
  meta(user: CubeUser): Promise<MetaResult>
  /** Begins a statement of the SQL endpoint: it sees one build until it is left. */
  statement(user: CubeUser): StatementScope
  /** Whom a token of a program speaks for; those of sign-ins are for pages alone. @throws CubeError 401 */
  bearer(token: string): Promise<CubeUser>
  /** A token of REST and GraphQL; with `session` it ends with that sign-in. */
  token(user: CubeUser, ttlSeconds: number, session?: string): Promise<string>
  /** The model is compiled and the current build answers. @throws the compile error, with file and line */
  ready(): Promise<void>
  /** Closes what is open of all other builds, each when its last request is out. */
  release(keep: BuildRef[]): Promise<void>
  close(): Promise<void>
}

const MAX_ROWS = 100_000
const CONNECTIONS = 4

/** Opens the semantic layer over the current build. Nothing is compiled or read before the first question. */
export async function openCube(options: CubeOptions): Promise<Cube> {
  sealEnvironment()
  const tokens = new Tokens(options.secret, options.keySet)
  const onDenied = (denied: Denied): void => options.onDenied?.(denied)
  const builds = new Builds({
    memoryLimit: options.memoryLimit,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    spillDir: join(tmpdir(), `salesops-${process.pid}`),
    connections: CONNECTIONS,
  })
  const door = new Door({
    currentBuild: options.currentBuild,
    builds,
    tokens,
    ...(options.sessionUser && { sessionUser: options.sessionUser }),
    onDenied,
  })
  const core = createCore({
    modelDir: options.modelDir,
    builds,
    concurrency: CONNECTIONS,
    defaults: {
      timezone: options.timezone,
      maxRows: options.maxRows ?? MAX_ROWS,
      onDenied: (user) => onDenied({ user, code: 'query_denied' }),
    },
    log: (message, details) => options.onLog?.(toLogEntry(message, details)),
    admitted: (request) => door.admitted(request),
  })
  const gateway = core.gateway()

  const within = async <T>(user: CubeUser, work: (context: CubeContext) => Promise<T>): Promise<T> => {
    const build = options.currentBuild()
    const leave = builds.enter(build)
    try {
      return await work({
        securityContext: securityContextOf(user),
        requestId: `${randomUUID()}-span-1`,
        build,
      })
    } finally {
      leave()
    }
  }

  const closeBuild = (id: string): Promise<void> => builds.close(id, () => core.forget(id))

  const cube: Cube = {
    mount(app) {
      door.guard(app, (router) => gateway.initApp(router))
    },
    load: (query, user) =>
      within(user, async (context) => {
        const answer = await ask((res) => gateway.load({ query, queryType: 'multi', context, res }))
        return toLoadResult(context.build.id, answer)
      }),
    sql: (query, user) =>
      within(user, async (context) => {
        const answer = await ask((res) => gateway.sql({ query, context, res }))
        return toSqlResult(context.build.id, answer)
      }),
    meta: (user) =>
      within(user, async (context) => {
        const answer = await ask((res) => gateway.meta({ context, res }))
        return toMetaResult(context.build.id, answer)
      }),
    statement: (user) => enterStatement(user, { build: options.currentBuild(), builds, gateway }),
    async bearer(token) {
      const { user, session } = await tokens.verify(token)
      if (session === undefined) return user
      throw refusal('token_invalid', 'The token is one of a page', 'use one of `salesops user token`')
    },
    token: (user, ttlSeconds, session) => tokens.sign(user, ttlSeconds, session),
    async ready() {
      const build = options.currentBuild()
      const probe: CubeUser = { name: 'ready', role: 'admin' }
      const context = { securityContext: securityContextOf(probe), requestId: randomUUID(), build }
      const compiler = await core.getCompilerApi(context)
      const model = new ModelFiles(options.modelDir)
      const files = await model.sources()
      await compiler.getCompilers({ requestId: context.requestId }).catch((error: unknown) => {
        throw locateCompileError(error, files)
      })
      const leave = builds.enter(build)
      try {
        await builds.driver(build).testConnection()
      } finally {
        leave()
      }
    },
    async release(keep) {
      const kept = new Set(keep.map((build) => build.id))
      await Promise.all(
        builds
          .ids()
          .filter((id) => !kept.has(id))
          .map(closeBuild),
      )
    },
    async close() {
      await Promise.all(builds.ids().map(closeBuild))
      await core.shutdown()
    },
  }
  return cube
}
