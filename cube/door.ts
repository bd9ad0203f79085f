import express, {
  type Application,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
} from 'express'
import type { BuildRef, Builds } from './builds.ts'
import { CubeError, faultBody } from './errors.ts'
import { queryLimits } from './query-limits.ts'
import { type CubeUser, type SecurityContext, securityContextOf } from './security.ts'
import { refusal, type Tokens } from './tokens.ts'

const BASE = '/cubejs-api'
/** Routes of Cube's that mean nothing here: its subscriptions, and cancelling by id (closing the request does it). */
const CLOSED = /^\/cubejs-api\/v1\/(subscribe|running-query)(\/|$)/
const PIN = 'X-Salesops-Build'

export interface Admission {
  securityContext: SecurityContext
  build: BuildRef
  /** Aborted when the client has gone before its answer was out. */
  signal: AbortSignal
}

export interface DoorOptions {
  currentBuild: () => BuildRef
  builds: Builds
  tokens: Tokens
  /** Who a sign-in is for now; null once it has ended. Without it no token of a session is taken. */
  sessionUser?: (session: string) => Promise<CubeUser | null>
  /** Told of every request that is not let in. */
  onDenied: (denied: Denied) => void
}

/** A request that was refused: whose it was, where that is known, and why. */
export interface Denied {
  readonly user: string | null
  readonly code: string
}

/**
 * What every HTTP request passes before Cube sees it: it gets the build that it is answered from, until the
 * answer is out, and its token is checked.
 */
export class Door {
  readonly #options: DoorOptions
  readonly #admissions = new WeakMap<object, Admission>()

  constructor(options: DoorOptions) {
    this.#options = options
  }

  /** Puts our own route for queries and the other ones of Cube behind the door. What Cube serves elsewhere is not. */
  guard(app: Application, load: RequestHandler, addRoutes: (router: Application) => void): void {
    const inside = express()
    addRoutes(inside)
    const front = express()
    for (const one of [front, inside]) one.disable('x-powered-by')
    // Answers that are kept have tags of their own, refusals none.
    front.disable('etag')
    front.use(this.#enter, plainGraphQL, express.json({ limit: queryLimits.bytes }))
    front.get(`${BASE}/v1/load`, load)
    front.post(`${BASE}/v1/load`, load)
    front.use((request, response, next) => {
      if (CLOSED.test(request.path)) next()
      else inside(request, response, next)
    })
    front.use(unknownPath, plainError)
    app.use((request, response, next) => {
      const ours = request.path === BASE || request.path.startsWith(`${BASE}/`)
      return ours ? front(request, response, next) : next()
    })
  }

  admitted(request: object): Admission {
    const admission = this.#admissions.get(request)
    if (!admission) throw new Error('A request reached Cube without passing the door.')
    return admission
  }

  #enter: RequestHandler = async (request, response, next) => {
    try {
      const current = this.#options.currentBuild()
      response.setHeader(PIN, current.id)
      response.setHeader('Vary', `Authorization, ${PIN}`)
      const build = this.#buildOf(request, current)
      const leave = this.#options.builds.enter(build)
      const gone = new AbortController()
      response.once('close', () => {
        leave()
        if (!response.writableFinished) gone.abort()
      })
      response.setHeader(PIN, build.id)
      if (build.asOf !== undefined) response.setHeader('X-Salesops-As-Of', build.asOf)
      const user = await this.userOf(authorization(request))
      this.#admissions.set(request, { securityContext: securityContextOf(user), build, signal: gone.signal })
      next()
    } catch (error) {
      next(error)
    }
  }

  /** The build that a client has pinned, else the current one. */
  #buildOf(request: Request, current: BuildRef): BuildRef {
    const pinned = request.headers[PIN.toLowerCase()]
    if (typeof pinned !== 'string') return current
    const build = this.#options.builds.leased(pinned, current)
    if (build) return build
    throw buildReleased(pinned, current.id)
  }

  /**
   * Whom a header speaks for; who speaks for nobody is noted.
   * @throws CubeError 401
   */
  async userOf(header: string | undefined): Promise<CubeUser> {
    try {
      return await this.#userNow(header)
    } catch (error) {
      if (error instanceof CubeError && error.status === 401)
        this.#options.onDenied({ user: null, code: error.code })
      throw error
    }
  }

  /** A page's token says which sign-in it goes with; who that is, with which role, is asked each time. */
  async #userNow(header: string | undefined): Promise<CubeUser> {
    const { user, session } = await this.#options.tokens.verify(header)
    if (session === undefined) return user
    const now = await this.#options.sessionUser?.(session)
    if (now) return now
    throw refusal('session_ended', 'The sign-in of this token has ended', 'sign in again')
  }
}

function authorization(request: Request): string | undefined {
  const own = request.headers['x-cube-authorization']
  return typeof own === 'string' ? own : request.headers.authorization
}

/** GraphQL answers with JSON only: its browser page loads scripts from elsewhere. */
const plainGraphQL: RequestHandler = (request, _response, next) => {
  if (request.path.startsWith(`${BASE}/graphql`)) request.headers.accept = 'application/json'
  next()
}

const unknownPath: RequestHandler = (request, _response, next) => {
  const message = `There is nothing at ${request.method} ${request.path}`
  next(
    new CubeError({
      code: 'path_unknown',
      status: 404,
      message,
      cure: `use ${BASE}/v1/load, /v1/sql, /v1/meta or /graphql`,
    }),
  )
}

const plainError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  if (error instanceof CubeError) {
    if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
    response.status(error.status).json(faultBody(error))
    return
  }
  response.status(Number(Reflect.get(Object(error), 'status')) || 500)
  response.json(faultBody(bodyFault(error)))
}

const TOO_LONG = 413

/** What express.json refuses: a body that is no JSON, or too long. */
function bodyFault(error: unknown): CubeError {
  const { status, message } = Object(error) as { status?: number; message?: string }
  if (status === undefined || status >= 500) {
    const cure = 'see the log of the server'
    return new CubeError({ code: 'failed', status: 500, message: 'The request failed in the server', cure })
  }
  if (status === TOO_LONG) {
    const length = queryLimits.bytes.toLocaleString('en-US')
    const told = `The body is longer than ${length} bytes`
    return new CubeError({ code: 'query_too_long', status, message: told, cure: 'ask for less at a time' })
  }
  const cure = 'send a JSON object such as {"query": {"measures": ["bookings.amount"]}}'
  return new CubeError({ code: 'body_invalid', status, message: `The body cannot be read: ${message}`, cure })
}

export function buildReleased(id: string, current: string): CubeError {
  return new CubeError({
    code: 'build_released',
    status: 410,
    message: `The build ${id} is not served any more`,
    cure: `ask without the header ${PIN}, or for the current build ${current}`,
  })
}
