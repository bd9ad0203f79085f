// The inner file: Node cannot read the names of the package's main one.
import {
  type CreateOptions,
  CubejsServerCore,
  OrchestratorApi,
} from '@cubejs-backend/server-core/dist/src/index.js'
import type { BuildRef, Builds } from './builds.ts'
import { BuildQuery } from './dialect.ts'
import { inProduction } from './environment.ts'
import { timedOut, toCubeError, tooManyRows } from './errors.ts'
import { type GatewayOptions, SalesGateway } from './gateway.ts'
import { type ModelFiles, shapeKey } from './model-files.ts'
import type { ReadModel } from './read-model.ts'
import { type MemberView, RememberingCompiler } from './remembering-compiler.ts'
import type { SecurityContext } from './security.ts'

/** What Cube carries through a request: who asks, and the build that the answer is from. */
export interface CubeContext {
  securityContext: SecurityContext
  requestId: string
  build: BuildRef
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** Several may wait for it. */
  isShared?: boolean
}

export interface CoreOptions {
  /** The model as a build completes it; the same for builds of one shape. */
  filesOf: (build: BuildRef) => ModelFiles
  builds: Builds
  gateway: GatewayOptions
  /** How long a query may take. */
  timeoutMs: number
  /** Told of every statement: how long it took, and `ok` or the code of its refusal. */
  onQuery: (seconds: number, outcome: string) => void
  log: (message: string, details: Record<string, unknown>) => void
  memberView: MemberView
  readModel: ReadModel
  /** User and build of a request that passed the door. */
  admitted: (request: object) => Pick<CubeContext, 'securityContext' | 'build' | 'signal'>
}

/** Cube's server core with our gateway, dialect, driver and cache, and one orchestrator a build. */
class EmbeddedCore extends CubejsServerCore {
  readonly #options: CoreOptions

  constructor(options: CoreOptions) {
    super({
      repositoryFactory: (context) => options.filesOf(buildOf(context)),
      devServer: false,
      telemetry: false,
      // Tokens are checked before a request gets here; Cube only insists on having a secret.
      apiSecret: 'unused',
      checkAuth: async (request: object) => {
        Reflect.set(request, 'securityContext', options.admitted(request).securityContext)
      },
      extendContext: (request) => {
        const { build, signal } = options.admitted(request)
        return { build, signal }
      },
      // The model is the same on every build with the same fields, calendars and extension, so it is compiled once
      // for them; data and results are per build.
      contextToAppId: (context) => `salesops${shapeKey(buildOf(context))}`,
      contextToOrchestratorId: (context) => buildOf(context).id,
      contextToGroups: (context: { securityContext: SecurityContext }) => context.securityContext.groups,
      scheduledRefreshTimer: false,
      scheduledRefreshContexts: async () => [],
      cacheAndQueueDriver: 'memory',
      driverFactory: (context) => options.builds.driver(buildOf(context)),
      // Declared as giving a query; what Cube takes is its class.
      dialectFactory: (() => BuildQuery) as unknown as NonNullable<CreateOptions['dialectFactory']>,
      logger: (message: string, details: Record<string, unknown>) => options.log(message, details),
    })
    this.#options = options
    this.contextToDbType = async () => 'duckdb'
  }

  gateway(): SalesGateway {
    return this.apiGateway() as SalesGateway
  }

  /** Forgets a build's orchestrator. */
  forget(buildId: string): void {
    const storage: unknown = Reflect.get(this.orchestratorStorage, 'storage')
    if (storage instanceof Object && 'delete' in storage && typeof storage.delete === 'function') {
      storage.delete(buildId)
    }
  }

  protected override createApiGatewayInstance(
    ...gateway: Parameters<CubejsServerCore['createApiGatewayInstance']>
  ): SalesGateway {
    return new SalesGateway(this.#options.gateway, ...gateway)
  }

  protected override createCompilerApi(repository: ModelFiles, options: Record<string, unknown> = {}) {
    const { dbType } = options as { dbType: ConstructorParameters<typeof RememberingCompiler>[1] }
    const { memberView: viewOf, readModel: model } = this.#options
    const remembered = { viewOf, model, files: repository }
    return new RememberingCompiler(remembered, dbType, this.createCompilerApiOptions(options))
  }

  protected override createOrchestratorApi(
    ...[getDriver, options]: Parameters<CubejsServerCore['createOrchestratorApi']>
  ): OrchestratorApi {
    return new BuildOrchestrator(this.#options, getDriver, this.logger, options)
  }
}

/**
 * An orchestrator that asks the build itself: whole answers or none, within the time allowed, and only while
 * somebody waits. (Cube's own puts queries into a queue and its results into a cache of any size.)
 */
class BuildOrchestrator extends OrchestratorApi {
  readonly #options: CoreOptions

  constructor(core: CoreOptions, ...orchestrator: ConstructorParameters<typeof OrchestratorApi>) {
    super(...orchestrator)
    this.#options = core
  }

  override async executeQuery(asked: Parameters<OrchestratorApi['executeQuery']>[0]) {
    const { query, values, context, dataSource } = asked as unknown as ExecutedQuery
    const { builds, gateway, timeoutMs, onQuery } = this.#options
    const started = performance.now()
    let outcome = 'ok'
    const { build, signal } = context
    const limit = new AbortController()
    const stop = (): void => limit.abort(signal?.reason)
    const timer = setTimeout(() => limit.abort(timedOut(timeoutMs / 1000)), timeoutMs)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      const data = await builds.driver(build).query(query, values, limit)
      if (data.length > gateway.maxRows) throw tooManyRows(gateway.maxRows)
      const lastRefreshTime = build.asOf === undefined ? undefined : new Date(build.asOf)
      return { data, dataSource, lastRefreshTime, usedPreAggregations: {}, external: false, dbType: 'duckdb' }
    } catch (error) {
      outcome = toCubeError(error).code
      throw error
    } finally {
      onQuery((performance.now() - started) / 1000, outcome)
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
  }
}

interface ExecutedQuery {
  query: string
  values: unknown[]
  context: CubeContext
  dataSource: string
}

function buildOf(context: object): BuildRef {
  return (context as CubeContext).build
}

export function createCore(options: CoreOptions): EmbeddedCore {
  return inProduction(() => new EmbeddedCore(options))
}

export type { EmbeddedCore }
