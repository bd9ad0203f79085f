import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Application, Router } from 'express'
import type { Kysely } from 'kysely'
import type { Cube, CubeUser } from '../cube/server.ts'
import { noExtension } from '../models/contract/extension.ts'
import { noteAccess } from '../models/state/access-log.ts'
import type { State } from '../models/state/database.ts'
import { lastLanding, type SourceLanding, sourcesNow } from '../models/state/last-landing.ts'
import { answering } from './answering.ts'
import type { Context, ReaderContext } from './context.ts'
import { explainRoutes } from './explain/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { readRoster } from './identity/roster.ts'
import { type SignInOptions, signedIn, signInRoutes } from './identity/routes.ts'
import { foreignOrigin } from './identity/same-origin.ts'
import { localUser, Visitors } from './identity/visitor.ts'
import { readersLanguage } from './language.ts'
import type { AdmitListener } from './live-builds.ts'
import { isLocal } from './local-only.ts'
import { pagesWith } from './pages/index.ts'
import { mayOpen } from './pages/page.ts'
import { paths } from './pages/paths.ts'
import type { RecordLinks } from './record-links.ts'
import { reportRoutes, type Sendable } from './reports/routes.ts'
import { securityHeaders } from './security-headers.ts'
import { contextCache, servedBuild } from './served-builds.ts'
import { viewRoutes } from './views/routes.ts'

interface DashboardOptions {
  /** Where builds are kept. */
  readonly home: string
  readonly cube: Pick<Cube, 'load' | 'meta' | 'sql' | 'token'>
  /** What people and processes did: runs that came after the build, views that people saved, who took what away. */
  readonly state: Kysely<State>
  /** How records are opened in the CRMs. */
  readonly recordLinks?: RecordLinks
  /** Whose rights the pages have where nobody signs in; that of this machine's user unless told. */
  readonly user?: CubeUser
  /** What leaves the house by the configuration; nothing unless told. */
  readonly delivery?: Sendable
  /** How people sign in. Without it, or before there is anybody who could, pages are for this machine only. */
  readonly signIn?: SignInOptions
  /** The built browser app; that of `npm run build:web` unless told. */
  readonly webDir?: string
}

/** Life of a page's token. Pages fetch the next one before it ends. */
const TOKEN_SECONDS = 15 * 60
const YEAR_SECONDS = 365 * 24 * 3600

const builtWeb = fileURLToPath(new URL('./web/dist', import.meta.url))

/**
 * Serves the pages at their paths, what they need to know of the build at `/api/context` and their token at
 * `/api/session`. Mount Cube before it: it answers every other path under `/api` with 404.
 */
export function mountDashboards(app: Application, options: DashboardOptions): void {
  const { home, signIn, user = localUser, webDir = builtWeb } = options
  const isSample = (): boolean => servedBuild(home)?.manifest.sample === true
  const visitors = new Visitors({ signIn, user, isSample })
  app.use(securityHeaders)
  app.use('/api', api(options, visitors))
  app.use(pages(webDir, home, visitors))
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

function api(
  { home, cube, state, recordLinks = [], delivery, signIn }: DashboardOptions,
  visitors: Visitors,
): Router {
  const router = Router()
  const contexts = contextCache(cube)
  const noteExport = (name: string, what: string) => noteAccess(state, 'export', name, what)
  router.use((_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.use(visitors.admit)
  if (signIn) router.use(signInRoutes(signIn))
  router.get(
    '/context',
    visitors.only(async ({ user }, _, response) => {
      const build = servedBuild(home)
      const last = await lastLanding(state)
      if (!build)
        return void response
          .status(503)
          .json({ error: noBuild(last), code: 'no_build', cure: 'run: salesops run' })
      const reader = { role: user.role, ...(user.repId !== undefined && { repId: user.repId }) }
      response.json({
        ...withSourcesNow(await contexts(build), last),
        reader,
        recordLinks,
      } satisfies ReaderContext)
    }),
  )
  router.get(
    '/session',
    visitors.only(async ({ user, session }, _, response) => {
      const token = await cube.token(user, TOKEN_SECONDS, session)
      const expiresAt = new Date(Date.now() + TOKEN_SECONDS * 1000).toISOString()
      const isSignedIn = session !== undefined
      response.json({ token, expiresAt, user: { name: user.name, role: user.role }, isSignedIn })
    }),
  )
  router.get(
    '/people',
    answering(async (request, response) => {
      const mayLook = (await visitors.of(request))?.maySwitch === true
      response.json(mayLook ? (await readRoster(cube)).people.filter(({ isActive }) => isActive) : [])
    }),
  )
  router.use(viewRoutes({ state, visitors }))
  router.use(reportRoutes({ home, cube, state, visitors, noteExport, ...(delivery && { delivery }) }))
  router.use(explainRoutes({ home, cube, contexts, visitors }))
  router.use(exportRoutes({ home, cube, contexts, visitors, noteExport }))
  router.use((request, response) => {
    const error = `${request.baseUrl}${request.path} is not known here.`
    response.status(404).json({ error, code: 'path_unknown', cure: 'see /api/openapi.json' })
  })
  return router
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

function pages(webDir: string, home: string, visitors: Visitors): Router {
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
      const visitor = await visitors.of(request)
      const manifest = servedBuild(home)?.manifest
      const { extension = noExtension } = manifest ?? {}
      const asked = pagesWith(extension).find(({ path }) => path === request.path)
      // The role switcher's choice is the tab's, and does not come along with an address.
      const isKnown = !visitor?.maySwitch || request.query.asRole !== undefined
      if (visitor && isKnown && asked && !mayOpen(asked, visitor.user.role)) response.status(403)
      const { locale = 'en' } = manifest?.company ?? {}
      const html = await readFile(page, 'utf8')
      response
        .type('html')
        .vary('Cookie')
        .send(html.replace(/(?<=<html lang=")[^"]*/, readersLanguage(request, locale)))
    }),
  )
  return router
}
