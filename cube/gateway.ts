import { ApiGateway, CubejsHandlerError, UserError } from '@cubejs-backend/api-gateway'
import type { ErrorRequestHandler } from 'express'

export interface QueryDefaults {
  /** Zone of a query that names none. */
  timezone: string
  /** Rows that one answer may have. */
  maxRows: number
  /** Told of a user whose query no policy grants. */
  onDenied: (user: string) => void
}

type Context = Parameters<ApiGateway['load']>[0]['context']
type CacheMode = Parameters<ApiGateway['load']>[0]['cacheMode']

/** What a query may leave open. The rest of it is checked by Cube. */
interface Openings {
  timezone?: unknown
  limit?: unknown
}

/** Cube's gateway with our defaults, for every way in alike: REST, GraphQL, in process. */
export class SalesGateway extends ApiGateway {
  readonly #defaults: QueryDefaults

  constructor(defaults: QueryDefaults, ...gateway: ConstructorParameters<typeof ApiGateway>) {
    super(...gateway)
    this.#defaults = defaults
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
    const parsed: Openings | Openings[] = this.parseQueryParam(input)
    const complete = (query: Openings) => this.#complete(query, persistent)
    const query = Array.isArray(parsed) ? parsed.map(complete) : complete(parsed)
    const normalized = await super.getNormalizedQueries(query, context, true, memberExpressions, cacheMode)
    if (!normalized[1].some(isDenied)) return normalized
    this.#defaults.onDenied(context.securityContext.name)
    throw queryDenied()
  }

  /** As Cube's, and without hidden members among those that a measure can be drilled down to. */
  override meta(asked: Parameters<ApiGateway['meta']>[0]) {
    const res = (message: Parameters<typeof asked.res>[0]) =>
      asked.res(withoutHidden(message) as typeof message)
    return super.meta({ ...asked, res })
  }

  #complete(query: Openings, unlimited: boolean): Record<string, unknown> {
    const { timezone, maxRows } = this.#defaults
    if (typeof query.limit === 'number' && query.limit > maxRows) throw tooManyRows(maxRows)
    // One row more than allowed: if it comes, the answer would have been cut.
    const limit = query.limit ?? (unlimited ? undefined : maxRows + 1)
    return { ...query, timezone: query.timezone ?? timezone, ...(limit === undefined ? {} : { limit }) }
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

/** Takes the names of members that are not in it out of a `/meta`. */
function withoutHidden(message: unknown): typeof message {
  const { cubes } = message as { cubes?: { measures: MetaMember[]; dimensions: MetaMember[] }[] }
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
  return { ...Object(message), cubes: cubes.map((cube) => ({ ...cube, measures: cube.measures.map(shown) })) }
}

/** Cube answers what no policy grants with a condition that nothing meets: we say so instead. */
function isDenied({ segments = [] }: { segments?: unknown[] }): boolean {
  return segments.some((segment) => Reflect.get(Object(segment), 'name') === 'rlsAccessDenied')
}

function queryDenied(): CubejsHandlerError {
  return new CubejsHandlerError(
    403,
    'Forbidden',
    'The query asks for a member that this user may not read: leave it out, or ask who keeps the users for another role.',
  )
}

/** The refusal of an answer that could only be given in part. */
export function tooManyRows(maxRows: number): UserError {
  const rows = maxRows.toLocaleString('en-US')
  return new UserError(
    `The answer has more than ${rows} rows and would be cut: add a filter or a coarser granularity, or page with limit (at most ${rows}) and offset.`,
  )
}
