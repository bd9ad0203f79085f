import express, {
  type Application,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
} from 'express'
import type { BuildRef, Builds } from './builds.ts'
import { CubeError } from './errors.ts'
import { type CubeUser, type SecurityContext, securityContextOf } from './security.ts'
import { type Bearer, refusal, type Tokens } from './tokens.ts'

const BASE = '/cubejs-api'
const BODY_LIMIT = '10mb'

interface Admission {
  securityContext: SecurityContext
  build: BuildRef
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

  /** Puts the routes of Cube behind the door. Cube's routes elsewhere (`/`, `/readyz`) are not served. */
  guard(app: Application, addRoutes: (router: Application) => void): void {
    const inside = express()
    addRoutes(inside)
    const front = express()
    front.disable('x-powered-by')
    inside.disable('x-powered-by')
    front.use(this.#enter, plainGraphQL, express.json({ limit: BODY_LIMIT }), inside, unknownPath, plainError)
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
      const build = this.#options.currentBuild()
      response.setHeader('X-Salesops-Build', build.id)
      response.once('close', this.#options.builds.enter(build))
      const user = await this.#userOf(await this.#options.tokens.verify(authorization(request)))
      this.#admissions.set(request, { securityContext: securityContextOf(user), build })
      next()
    } catch (error) {
      if (error instanceof CubeError && error.status === 401)
        this.#options.onDenied({ user: null, code: error.code })
      next(error)
    }
  }

  /** A page's token says which sign-in it goes with; who that is, with which role, is asked each time. */
  async #userOf({ user, session }: Bearer): Promise<CubeUser> {
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
    response.status(error.status).json({ error: error.message, code: error.code, cure: error.cure })
    return
  }
  // What express.json refuses: a body that is no JSON, or too long.
  const status = Number(Reflect.get(Object(error), 'status')) || 500
  const text =
    status === 500
      ? 'The request failed in the server: see its log.'
      : `The body cannot be read: ${error.message}.`
  response.status(status).json({ error: text, code: status === 500 ? 'failed' : 'body_invalid' })
}
