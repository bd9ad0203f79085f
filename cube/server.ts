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
import { cubeLog, type Log } from './cube-log.ts'
import { buildReleased, type Denied, Door } from './door.ts'
import { Engine } from './engine.ts'
import { sealEnvironment } from './environment.ts'
import type { KeptAnswer } from './kept-answer.ts'
import { KeptResults, type Outcome } from './kept-results.ts'
import type { KeySet } from './key-sets.ts'
import { loadRoute } from './load-route.ts'
import { locateCompileError } from './model-check.ts'
import { ModelFiles, shapeKey } from './model-files.ts'
import { ReadModel } from './read-model.ts'
import { type CubeUser, securityContextOf } from './security.ts'
import { enterStatement, type StatementScope } from './statement.ts'
import { type Secrets, Tokens } from './tokens.ts'
import { Viewpoints } from './viewpoint.ts'

export type { MetaResult, Query } from './answers.ts'
export type { BuildRef } from './builds.ts'
export type { Log } from './cube-log.ts'
export type { Denied } from './door.ts'
export type { CubeUser } from './security.ts'

export interface CubeOptions {
  /** Folder of the model: `cubes/*.yml`, `views/*.yml`. */
  modelDir: string
  /** File that keeps what Cube reads out of the model from one start to the next, so that they are quick. */
  modelCache?: string
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
  /** DuckDB's budget for all builds that are open, as in `2GB`. */
  memoryLimit: string
  threads?: number
  /** Bytes of finished answers to keep; 64 MiB unless told. */
  keepBytes?: number
  /** How long a build that is no longer current can be pinned after it was last used; half an hour unless told. */
  leaseMs?: number
  /** How long a query may take; a minute unless told. */
  timeoutMs?: number
  /** Rows that one answer may have; more is an error, never a cut. 100,000 unless told. */
  maxRows?: number
  /** Gets what Cube logs, without secrets and values. */
  log?: Log
  /** Told of every statement that DuckDB was asked, how long it took and what came of it: `ok` or the code. */
  onQuery?: (seconds: number, outcome: string) => void
}

/** The semantic layer, embedded. */
export interface Cube {
  /** Serves REST and GraphQL under `/cubejs-api`. Every answer names its build in `X-Salesops-Build`. */
  mount(app: Application): void
  /**
   * Answers a query in process, through the same gateway as REST; of a build that is pinned by its id, where one is.
   * @throws CubeError
   */
  load(query: Query | Query[], user: CubeUser, pinned?: string): Promise<LoadResult>
  /** The SQL of a query. @throws CubeError */
  sql(query: Query | Query[], user: CubeUser): Promise<SqlResult>
  /** The build that is served now. */
  current(): BuildRef
  /** Builds that are open, and the statements that DuckDB works on. */
  open(): { builds: number; running: number }
  /** Whom an `Authorization` header speaks for now. @throws CubeError 401 */
  userOf(authorization: string | undefined): Promise<CubeUser>
  /** Cubes and views with the members that the user may see. */
  meta(user: CubeUser): Promise<MetaResult>
  /** Begins a statement of the SQL endpoint: it sees one build until it is left. */
  statement(user: CubeUser): StatementScope
  /** A token of REST and GraphQL; with `session` it ends with that sign-in. */
  token(user: CubeUser, ttlSeconds: number, session?: string): Promise<string>
  /** Compiles the model of the current build. @throws CubeError `model_invalid`, with file and line */
  compile(): Promise<void>
  /** The model is compiled and the current build answers. @throws the compile error, with file and line */
  ready(): Promise<void>
  /** Closes builds that are not current and whose lease is over, each when its last request is out. */
  release(): Promise<void>
  /** How often answers were kept, waited for and computed, and what is kept now. */
  keptNow(): Record<Outcome, number> & { entries: number; bytes: number }
  close(): Promise<void>
}

const MAX_ROWS = 100_000
const CONNECTIONS = 4
const KEEP_BYTES = 64 * 2 ** 20
const LEASE_MS = 30 * 60_000
const TIMEOUT_MS = 60_000

/** Opens the semantic layer over the current build. Nothing is compiled or read before the first question. */
export async function openCube(options: CubeOptions): Promise<Cube> {
  sealEnvironment()
  const tokens = new Tokens(options.secret, options.keySet)
  const onDenied = (denied: Denied): void => options.onDenied?.(denied)
  const engine = new Engine({
    memoryLimit: options.memoryLimit,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    spillDir: join(tmpdir(), `salesops-${process.pid}`),
  })
  const builds = new Builds({ engine, connections: CONNECTIONS, leaseMs: options.leaseMs ?? LEASE_MS })
  const asked: Record<Outcome, number> = { hit: 0, joined: 0, made: 0 }
  const kept = new KeptResults<KeptAnswer>(options.keepBytes ?? KEEP_BYTES, (outcome) => {
    asked[outcome]++
  })
  const models = new Map<string, ModelFiles>()
  const filesOf = (build: BuildRef): ModelFiles => {
    const key = shapeKey(build)
    const files = models.get(key) ?? new ModelFiles(options.modelDir, build)
    models.set(key, files)
    return files
  }
  const viewpoints = new Viewpoints(filesOf)
  const door = new Door({
    currentBuild: options.currentBuild,
    builds,
    tokens,
    ...(options.sessionUser && { sessionUser: options.sessionUser }),
    onDenied,
  })
  const core = createCore({
    filesOf,
    readModel: new ReadModel(options.modelCache),
    builds,
    gateway: {
      timezone: options.timezone,
      maxRows: options.maxRows ?? MAX_ROWS,
      onDenied: (user) => onDenied({ user, code: 'query_denied' }),
      kept,
      viewpoint: (context) => viewpoints.of(context),
    },
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    memberView: (context) => viewpoints.ofMembers(context),
    log: cubeLog(options.log),
    onQuery: (seconds, outcome) => options.onQuery?.(seconds, outcome),
    admitted: (request) => door.admitted(request),
  })
  const gateway = core.gateway()

  const within = async <T>(
    user: CubeUser,
    pinned: string | undefined,
    work: (context: CubeContext) => Promise<T>,
  ): Promise<T> => {
    const current = options.currentBuild()
    const build = pinned === undefined ? current : builds.leased(pinned, current)
    if (!build) throw buildReleased(pinned ?? '', current.id)
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

  const closeBuild = (id: string): Promise<void> =>
    builds.close(id, () => {
      core.forget(id)
      kept.forget(`${id} `)
    })

  const cube: Cube = {
    mount(app) {
      const admitted = (request: object) => door.admitted(request)
      door.guard(app, loadRoute(gateway, admitted), (router) => gateway.initApp(router))
    },
    load: (query, user, pinned) =>
      within(user, pinned, async (context) => {
        const { body } = await gateway.answer({ query, queryType: 'multi', context })
        return toLoadResult(context.build.id, JSON.parse(new TextDecoder().decode(body)))
      }),
    sql: (query, user) =>
      within(user, undefined, async (context) => {
        const answer = await ask((res) => gateway.sql({ query, context, res }))
        return toSqlResult(context.build.id, answer)
      }),
    meta: (user) =>
      within(user, undefined, async (context) => {
        const answer = await ask((res) => gateway.meta({ context, res }))
        return toMetaResult(context.build.id, answer)
      }),
    statement: (user) => enterStatement(user, { build: options.currentBuild(), builds, gateway }),
    current: () => options.currentBuild(),
    open: () => ({ builds: builds.ids().length, running: builds.running() }),
    userOf: (authorization) => door.userOf(authorization),
    token: (user, ttlSeconds, session) => tokens.sign(user, ttlSeconds, session),
    async compile() {
      const build = options.currentBuild()
      const probe: CubeUser = { name: 'ready', role: 'admin' }
      const context = { securityContext: securityContextOf(probe), requestId: randomUUID(), build }
      const compiler = await core.getCompilerApi(context)
      await compiler.getCompilers({ requestId: context.requestId }).catch(async (error: unknown) => {
        throw locateCompileError(error, await filesOf(build).written())
      })
    },
    async ready() {
      await this.compile()
      const build = options.currentBuild()
      const leave = builds.enter(build)
      try {
        await builds.driver(build).testConnection()
      } finally {
        leave()
      }
    },
    async release() {
      await Promise.all(builds.expired(options.currentBuild()).map(closeBuild))
    },
    keptNow: () => ({ ...asked, entries: kept.size, bytes: kept.bytes }),
    async close() {
      await Promise.all(builds.ids().map(closeBuild))
      await engine.close()
      await core.shutdown()
    },
  }
  return cube
}
