import type { ApiGateway } from '@cubejs-backend/api-gateway'
// The inner file: Node cannot read the names of the package's main one.
import {
  type CreateOptions,
  CubejsServerCore,
  OrchestratorApi,
} from '@cubejs-backend/server-core/dist/src/index.js'
import type { BuildRef, Builds } from './builds.ts'
import { BuildQuery } from './dialect.ts'
import { inProduction } from './environment.ts'
import { type QueryDefaults, SalesGateway, tooManyRows } from './gateway.ts'
import { ModelFiles } from './model-files.ts'
import { ResultCache } from './result-cache.ts'
import type { SecurityContext } from './security.ts'

// A REST request on a longer query is answered 'Continue wait', and the client asks again. Cube leaves a timer
// of this length behind with every query, which is how long a process lingers that does not exit by itself.
const PATIENCE_S = 5
const CACHE_BYTES = 64 * 1024 * 1024

/** What Cube carries through a request: who asks, and the build that the answer is from. */
export interface CubeContext {
  securityContext: SecurityContext
  requestId: string
  build: BuildRef
}

export interface CoreOptions {
  modelDir: string
  builds: Builds
  /** Queries on a build at the same time. */
  concurrency: number
  defaults: QueryDefaults
  log: (message: string, details: Record<string, unknown>) => void
  /** User and build of a request that passed the door. */
  admitted: (request: object) => Pick<CubeContext, 'securityContext' | 'build'>
}

/** Cube's server core with our gateway, dialect, driver and cache, and one orchestrator a build. */
class EmbeddedCore extends CubejsServerCore {
  readonly #options: CoreOptions

  constructor(options: CoreOptions) {
    super({
      repositoryFactory: (context) => new ModelFiles(options.modelDir, buildOf(context)),
      devServer: false,
      telemetry: false,
      // Tokens are checked before a request gets here; Cube only insists on having a secret.
      apiSecret: 'unused',
      checkAuth: async (request: object) => {
        Reflect.set(request, 'securityContext', options.admitted(request).securityContext)
      },
      extendContext: (request) => ({ build: options.admitted(request).build }),
      // The model is the same on every build with the same fields and calendars, so it is compiled once for them;
      // data and results are per build.
      contextToAppId: (context) => {
        const { customFields = [], calendars = [] } = buildOf(context)
        return `salesops${JSON.stringify([customFields, calendars])}`
      },
      contextToOrchestratorId: (context) => buildOf(context).id,
      contextToGroups: (context: { securityContext: SecurityContext }) => context.securityContext.groups,
      scheduledRefreshTimer: false,
      scheduledRefreshContexts: async () => [],
      cacheAndQueueDriver: 'memory',
      driverFactory: (context) => options.builds.driver(buildOf(context)),
      // Declared as giving a query; what Cube takes is its class.
      dialectFactory: (() => BuildQuery) as unknown as NonNullable<CreateOptions['dialectFactory']>,
      orchestratorOptions: {
        queryCacheOptions: { queueOptions: { concurrency: options.concurrency } },
        preAggregationsOptions: { queueOptions: { concurrency: 1 } },
      },
      logger: (message: string, details: Record<string, unknown>) => options.log(message, details),
    })
    this.#options = options
    this.contextToDbType = async () => 'duckdb'
  }

  gateway(): ApiGateway {
    return this.apiGateway()
  }

  /** Forgets a build's orchestrator with its cached results. */
  forget(buildId: string): void {
    const storage: unknown = Reflect.get(this.orchestratorStorage, 'storage')
    if (storage instanceof Object && 'delete' in storage && typeof storage.delete === 'function') {
      storage.delete(buildId)
    }
  }

  protected override createApiGatewayInstance(
    ...gateway: Parameters<CubejsServerCore['createApiGatewayInstance']>
  ): ApiGateway {
    return new SalesGateway(this.#options.defaults, ...gateway)
  }

  protected override createOrchestratorApi(
    ...[getDriver, options]: Parameters<CubejsServerCore['createOrchestratorApi']>
  ): OrchestratorApi {
    return new CappedOrchestrator(this.#options.defaults.maxRows, getDriver, this.logger, {
      ...options,
      continueWaitTimeout: PATIENCE_S,
    })
  }
}

/** An orchestrator that gives whole answers or none, and keeps them in a cache of bounded size. */
class CappedOrchestrator extends OrchestratorApi {
  readonly #maxRows: number

  constructor(maxRows: number, ...orchestrator: ConstructorParameters<typeof OrchestratorApi>) {
    super(...orchestrator)
    this.#maxRows = maxRows
    Reflect.set(this.orchestrator.getQueryCache(), 'cacheDriver', new ResultCache(CACHE_BYTES))
  }

  override async executeQuery(query: Parameters<OrchestratorApi['executeQuery']>[0]) {
    const result: unknown = await super.executeQuery(query)
    const data: unknown = result instanceof Object ? Reflect.get(result, 'data') : undefined
    if (Array.isArray(data) && data.length > this.#maxRows) throw tooManyRows(this.#maxRows)
    return result
  }
}

function buildOf(context: object): BuildRef {
  return (context as CubeContext).build
}

export function createCore(options: CoreOptions): EmbeddedCore {
  return inProduction(() => new EmbeddedCore(options))
}

export type { EmbeddedCore }
