import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Application, type Request, type RequestHandler, Router } from 'express'
import { cubeRoles } from '../cube/security.ts'
import type { Cube, CubeUser } from '../cube/server.ts'
import { noExtension } from '../models/contract/extension.ts'
import { type SourceLanding, sourcesNow } from '../models/state/last-landing.ts'
import { currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { answering } from './answering.ts'
import { type Context, contextOf, type ReaderContext, type ServedBuild } from './context.ts'
import { readRoster } from './identity/roster.ts'
import { ownPages, type SignInOptions, signedIn, signInRoutes } from './identity/routes.ts'
import { foreignOrigin } from './identity/same-origin.ts'
import type { AdmitListener } from './live-builds.ts'
import { isLocal, localOnly } from './local-only.ts'
import { pagesWith } from './pages/index.ts'
import { mayOpen } from './pages/page.ts'
import { paths } from './pages/paths.ts'
import { securityHeaders } from './security-headers.ts'

interface DashboardOptions {
  /** Where builds are kept. */
  readonly home: string
  readonly cube: Pick<Cube, 'load' | 'token'>
  /** What the last run did with each source: a build that is served does not know what came after it. */
  readonly landings?: () => Promise<readonly SourceLanding[]>
  /** Whose rights the pages have where nobody signs in; that of this machine's user unless told. */
  readonly user?: CubeUser
  /** How people sign in. Without it, or before there is anybody who could, pages are for this machine only. */
  readonly signIn?: SignInOptions
  /** The built browser app; that of `npm run build:web` unless told. */
  readonly webDir?: string
}

/** Life of a page's token. Pages fetch the next one before it ends. */
const TOKEN_SECONDS = 15 * 60
const YEAR_SECONDS = 365 * 24 * 3600

/** Who reads on this machine: whoever can open the page here can read the home's files anyway. */
const localUser: CubeUser = { name: 'local', role: 'admin' }

const builtWeb = fileURLToPath(new URL('./web/dist', import.meta.url))

/**
 * Serves the pages at their paths, what they need to know of the build at `/api/context` and their token at
 * `/api/session`. Mount Cube before it: it answers every other path under `/api` with 404.
 */
export function mountDashboards(app: Application, options: DashboardOptions): void {
  const { webDir = builtWeb } = options
  app.use(securityHeaders)
  app.use('/api', api(options))
  app.use(pages(webDir, options))
}

/** Who may listen for new builds: whoever may see the pages, from a page of ours. */
export function listenersOf(signIn: SignInOptions | undefined, isSecure: boolean): AdmitListener {
  return async (request: IncomingMessage) => {
    // A page always says where it is from; without it nobody can tell whose cookie came along.
    if (request.headers.origin === undefined) return null
    if (!signIn || !(await signIn.identity.isGuarded())) return isLocal(request) ? async () => true : null
    const { publicUrl } = signIn
    const here = `${isSecure ? 'https' : 'http'}://${request.headers.host}`
    if (foreignOrigin(request, publicUrl === undefined ? here : new URL(publicUrl).origin)) return null
    const found = await signedIn(request, signIn.identity)
    return found && (async () => (await signIn.identity.userOf(found.session)) !== null)
  }
}

function api(options: DashboardOptions): Router {
  const { home, cube, landings = async () => [], signIn } = options
  const router = Router()
  const contexts = contextCache(cube)
  router.use((_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.use(admit(signIn))
  if (signIn) router.use(signInRoutes(signIn))
  router.get(
    '/context',
    answering(async (request, response) => {
      const reading = await visitor(request, options)
      if (!reading) return void response.status(401).json(signInNeeded(signIn))
      const reader = { role: reading.user.role }
      const build = servedBuild(home)
      const last = await landings()
      if (build)
        response.json({ ...withSourcesNow(await contexts(build), last), reader } satisfies ReaderContext)
      else response.status(503).json({ error: noBuild(last), code: 'no_build', cure: 'run: salesops run' })
    }),
  )
  router.get(
    '/session',
    answering(async (request, response) => {
      const found = await visitor(request, options)
      if (!found) return void response.status(401).json(signInNeeded(signIn))
      const { user, session } = found
      const token = await cube.token(user, TOKEN_SECONDS, session)
      const expiresAt = new Date(Date.now() + TOKEN_SECONDS * 1000).toISOString()
      const isSignedIn = session !== undefined
      response.json({ token, expiresAt, user: { name: user.name, role: user.role }, isSignedIn })
    }),
  )
  router.get(
    '/people',
    answering(async (request, response) => {
      const mayLook = (await visitor(request, options))?.maySwitch === true
      response.json(mayLook ? (await readRoster(cube)).people.filter(({ isActive }) => isActive) : [])
    }),
  )
  router.use((request, response) => {
    const error = `${request.baseUrl}${request.path} is not known here.`
    response.status(404).json({ error, code: 'path_unknown', cure: 'see /api/openapi.json' })
  })
  return router
}

interface Visitor {
  readonly user: CubeUser
  /** The sign-in that their tokens go with, where there is one. */
  readonly session?: string
  /** True where they may look as somebody else: on this machine, at the sample company. */
  readonly maySwitch: boolean
}

/** While nobody can sign in only this machine gets in; from then on only who did. */
function admit(signIn: SignInOptions | undefined): RequestHandler {
  const own = signIn && ownPages(signIn)
  return answering(async (request, response, next) => {
    if (own && (await signIn.identity.isGuarded())) return own(request, response, next)
    return localOnly(request, response, next)
  })
}

async function visitor(
  request: Request,
  { home, signIn, user = localUser }: DashboardOptions,
): Promise<Visitor | null> {
  if (signIn && (await signIn.identity.isGuarded())) {
    const found = await signedIn(request, signIn.identity)
    return found && { ...found, maySwitch: false }
  }
  const maySwitch = servedBuild(home)?.manifest.sample === true
  return { user: (maySwitch && personOf(request.query)) || user, maySwitch }
}

/** Whom the sample company's role switcher names. */
function personOf({ role, rep }: Request['query']): CubeUser | null {
  const known = cubeRoles.find((one) => one === role)
  if (known === undefined) return null
  const name = typeof rep === 'string' && rep !== '' ? rep : known
  return { name, role: known, ...(name !== known && { repId: name }) }
}

function signInNeeded(signIn: SignInOptions | undefined): object {
  const provider = signIn?.provider?.label ?? null
  return { error: 'Sign in to see the pages.', code: 'sign_in_needed', cure: 'sign in', provider }
}

/** Sources as they stand now. The sample company's exports never grow: they are as fresh as its build. */
function withSourcesNow(context: Context, last: readonly SourceLanding[]): Context {
  const now = context.sample ? null : new Date()
  return { ...context, sources: sourcesNow(context.sources, last, now) }
}

function noBuild(last: readonly SourceLanding[]): string {
  const held = last.flatMap(({ source, held: why }) =>
    why === null ? [] : [`${source} is held back: ${why}`],
  )
  return ['No build is published yet.', ...held, 'Run: salesops run'].join(' ')
}

/** A context is valid as long as its build, so the last one is kept. It is the same for everyone: no record is in it. */
function contextCache(cube: Pick<Cube, 'load'>): (build: ServedBuild) => Promise<Context> {
  let kept: { key: string; context: Promise<Context> } | null = null
  return (build) => {
    const key = `${build.manifest.id} ${build.publishedAt}`
    if (kept?.key !== key) {
      const context = contextOf(build, cube, localUser)
      kept = { key, context }
      context.catch(() => {
        if (kept?.context === context) kept = null
      })
    }
    return kept.context
  }
}

/** True where a page is not for the role of whoever asks. Who is not signed in is asked to. */
async function isDenied(request: Request, options: DashboardOptions): Promise<boolean> {
  const reading = await visitor(request, options)
  const extension = servedBuild(options.home)?.manifest.extension ?? noExtension
  const page = pagesWith(extension).find(({ path }) => path === request.path)
  return reading !== null && page !== undefined && !mayOpen(page, reading.user.role)
}

/** The build that a home serves, or null before the first. */
function servedBuild(home: string): ServedBuild | null {
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  return pointer && manifest ? { manifest, publishedAt: pointer.publishedAt } : null
}

function pages(webDir: string, options: DashboardOptions): Router {
  const router = Router()
  router.use(
    '/assets',
    express.static(join(webDir, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000 }),
  )
  router.use('/assets', (_, response) => {
    response.status(404).type('text').send('No such file: load the page again.')
  })
  router.get(
    [...paths],
    answering(async (request, response) => {
      const page = join(webDir, 'index.html')
      response.set('Cache-Control', 'no-cache')
      if (!existsSync(page))
        return void response
          .status(503)
          .type('text')
          .send('The pages are not built yet. Run: npm run build:web')
      // The app says why, in the words of the pages.
      if (await isDenied(request, options)) response.status(403)
      response.sendFile(page, { cacheControl: false })
    }),
  )
  return router
}
