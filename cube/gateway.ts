import { ApiGateway } from '@cubejs-backend/api-gateway'
import type { ErrorRequestHandler } from 'express'
import type { CubeContext } from './core.ts'
import { faultBody, queryDenied, toCubeError, tooManyRows } from './errors.ts'
import { isWrapper, KeptAnswer } from './kept-answer.ts'
import type { KeptResults } from './kept-results.ts'
import { type AskedQuery, canonical, digest, withExactDates } from './query-key.ts'
import { checkQuerySize } from './query-limits.ts'

export interface GatewayOptions {
  /** Zone of a query that names none. */
  timezone: string
  /** Rows that one answer may have. */
  maxRows: number
  /** Told of a user whose query no policy grants. */
  onDenied: (user: string) => void
  /** Finished answers. */
  kept: KeptResults<KeptAnswer>
  /** What an answer depends on besides its build and its query: the model, and whose rows it is of. */
  viewpoint: (context: CubeContext) => Promise<string>
}

type LoadRequest = Parameters<ApiGateway['load']>[0]
type Context = LoadRequest['context']
type CacheMode = LoadRequest['cacheMode']
type Asked = AskedQuery | AskedQuery[]

/** Cube's gateway with our defaults, for every way in alike: REST, GraphQL, in process. */
export class SalesGateway extends ApiGateway {
  readonly #options: GatewayOptions

  constructor(options: GatewayOptions, ...gateway: ConstructorParameters<typeof ApiGateway>) {
    super(...gateway)
    this.#options = options
  }

  /** As Cube's, with answers that are kept. */
  override async load(request: LoadRequest): Promise<void> {
    const { res } = request
    try {
      await res(await this.answer(request))
    } catch (error) {
      const fault = toCubeError(error)
      // What GraphQL is thrown keeps its code; of what it is sent Cube tells the text only.
      if (request.apiType === 'graphql') throw fault
      await res(faultBody(fault) as Parameters<typeof res>[0], { status: fault.status })
    }
  }

  /**
   * The answer to a query or queries. What was answered before, on the same build to the same rights, is not
   * computed again.
   * @throws CubeError
   */
  async answer({
    context: given,
    ...request
  }: Omit<LoadRequest, 'res' | 'context'> & { context: object }): Promise<KeptAnswer> {
    const context = given as CubeContext
    try {
      const query = this.#prepared(request.query)
      const viewpoint = await this.#options.viewpoint(context)
      const key = `${context.build.id} ${digest(viewpoint, request.queryType ?? '', canonical(query))}`
      const compute = (signal: AbortSignal) =>
        this.#compute({ ...request, query } as LoadRequest, { ...context, signal, isShared: true })
      return await this.#options.kept.get(key, compute, context.signal)
    } catch (error) {
      const fault = toCubeError(error)
      if (fault.code === 'query_denied') this.#options.onDenied(context.securityContext.name)
      throw fault
    }
  }

  #compute(request: LoadRequest, context: CubeContext): Promise<KeptAnswer> {
    return new Promise((resolve, reject) => {
      const res = async (message: unknown, told: unknown): Promise<void> => {
        if (isWrapper(message)) resolve(new KeptAnswer(new Uint8Array(await message.getFinalResult())))
        else reject(Object(told).fault)
      }
      super.load({ ...request, context: context as unknown as Context, res }).catch(reject)
    })
  }

  /** The query or queries of a request with all that they leave open, fit to be a key. */
  #prepared(input: unknown): Asked {
    const parsed = this.parseQueryParam(input as Record<string, unknown>) as unknown as Asked
    checkQuerySize([parsed].flat())
    const complete = (query: AskedQuery): AskedQuery =>
      withExactDates({ ...query, timezone: query.timezone ?? this.#options.timezone })
    return Array.isArray(parsed) ? parsed.map(complete) : complete(parsed)
  }

  /**
   * Completes the query before Cube normalises it. Cube's own row limits are passed by (`persistent` does
   * that): they cut an answer at 10,000 rows without a word.
   */
  protected override async getNormalizedQueries(
    input: Record<string, unknown> | Record<string, unknown>[],
    context: Context,
    persistent = false,
    memberExpressions?: boolean,
    cacheMode?: CacheMode,
  ) {
    const prepared = this.#prepared(input)
    const limited = (query: AskedQuery) => this.#limited(query, persistent)
    const query = Array.isArray(prepared) ? prepared.map(limited) : limited(prepared)
    const normalized = await super.getNormalizedQueries(query, context, true, memberExpressions, cacheMode)
    if (!normalized[1].some(isDenied)) return normalized
    throw queryDenied()
  }

  /** As Cube's, and without hidden members among those that a measure can be drilled down to. */
  override meta(asked: Parameters<ApiGateway['meta']>[0]) {
    const res = (message: Parameters<typeof asked.res>[0]) =>
      asked.res(withoutHidden(message) as typeof message)
    return super.meta({ ...asked, res })
  }

  #limited(query: AskedQuery, unlimited: boolean): Record<string, unknown> {
    const { maxRows } = this.#options
    if (typeof query.limit === 'number' && query.limit > maxRows) throw tooManyRows(maxRows)
    // One row more than allowed: if it comes, the answer would have been cut.
    const limit = query.limit ?? (unlimited ? undefined : maxRows + 1)
    return { ...query, ...(limit === undefined ? {} : { limit }) }
  }

  /** Every error of Cube's or ours, with the code and cure that it has. The stack stays in the log. */
  override handleError({ e, context, res, requestStarted }: Parameters<ApiGateway['handleError']>[0]) {
    const fault = toCubeError(e)
    const { isShared, securityContext } = context as unknown as CubeContext
    this.log(
      {
        type: fault.status >= 500 ? 'Internal Server Error' : 'Request refused',
        code: fault.code,
        ...(fault.status >= 500 && { error: e instanceof Error ? e.stack : String(Object(e).error ?? e) }),
        ...(fault.status < 500 && { warning: fault.message }),
        ...(requestStarted && { duration: this.duration(requestStarted) }),
      },
      context,
    )
    if (fault.code === 'query_denied' && !isShared) this.#options.onDenied(securityContext.name)
    res(faultBody(fault) as Parameters<typeof res>[0], { status: fault.status, fault } as { status: number })
  }

  // Cube's own hands the error on after answering it, and Express then breaks the connection.
  protected override handleErrorMiddleware: ErrorRequestHandler = (error, request, response, _next) => {
    this.handleError({
      e: error,
      context: Reflect.get(request, 'context'),
      res: this.resToResultFn(response),
      requestStarted: new Date(),
    })
  }
}

interface MetaMember {
  name: string
  drillMembers?: string[]
  drillMembersGrouped?: Record<string, string[]>
}

interface MetaCube {
  meta?: Record<string, unknown>
  measures: MetaMember[]
  dimensions: MetaMember[]
}

/** Takes the names of members that are not in it out of a `/meta`. */
function withoutHidden(message: unknown): typeof message {
  const { cubes } = message as { cubes?: MetaCube[] }
  if (!cubes) return message
  const names = new Set(
    cubes.flatMap((cube) => [...cube.measures, ...cube.dimensions].map(({ name }) => name)),
  )
  const seen = (members: string[]): string[] => members.filter((name) => names.has(name))
  const shown = ({ drillMembers, drillMembersGrouped, ...measure }: MetaMember) => ({
    ...measure,
    ...(drillMembers && { drillMembers: seen(drillMembers) }),
    ...(drillMembersGrouped && {
      drillMembersGrouped: Object.fromEntries(
        Object.entries(drillMembersGrouped).map(([kind, members]) => [kind, seen(members)]),
      ),
    }),
  })
  return {
    ...Object(message),
    cubes: cubes.map((cube) => {
      // What stands for a view's members elsewhere is the dialect's affair, and names hidden ones.
      const { answers: _, ...meta } = cube.meta ?? {}
      return { ...cube, ...(cube.meta && { meta }), measures: cube.measures.map(shown) }
    }),
  }
}

/** Cube answers what no policy grants with a condition that nothing meets: we say so instead. */
function isDenied({ segments = [] }: { segments?: unknown[] }): boolean {
  return segments.some((segment) => Reflect.get(Object(segment), 'name') === 'rlsAccessDenied')
}
