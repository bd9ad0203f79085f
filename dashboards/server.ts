import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Application, type RequestHandler, Router } from 'express'
import type { Cube, CubeUser } from '../cube/server.ts'
import { type SourceLanding, sourcesNow } from '../models/state/last-landing.ts'
import { currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { type Context, contextOf, type ServedBuild } from './context.ts'
import { localOnly } from './local-only.ts'
import { paths } from './pages/paths.ts'
import { securityHeaders } from './security-headers.ts'

interface DashboardOptions {
  /** Where builds are kept. */
  readonly home: string
  readonly cube: Pick<Cube, 'load' | 'token'>
  /** What the last run did with each source: a build that is served does not know what came after it. */
  readonly landings?: () => Promise<readonly SourceLanding[]>
  /** Whose rights the pages have; that of this machine's user unless told. */
  readonly user?: CubeUser
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
  app.use(pages(webDir))
}

function api({ home, cube, user = localUser, landings = async () => [] }: DashboardOptions): Router {
  const router = Router()
  const contexts = contextCache(cube, user)
  router.use(localOnly)
  router.use((_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get(
    '/context',
    answering(async (_, response) => {
      const build = servedBuild(home)
      const last = await landings()
      if (build) response.json(withSourcesNow(await contexts(build), last))
      else response.status(503).json({ error: noBuild(last) })
    }),
  )
  router.get(
    '/session',
    answering(async (_, response) => {
      const token = await cube.token(user, TOKEN_SECONDS)
      const expiresAt = new Date(Date.now() + TOKEN_SECONDS * 1000).toISOString()
      response.json({ token, expiresAt, user: { name: user.name, role: user.role } })
    }),
  )
  router.use((request, response) => {
    response.status(404).json({ error: `${request.baseUrl}${request.path} is not known here.` })
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

/** A context is valid as long as its build, so the last one is kept. */
function contextCache(cube: Pick<Cube, 'load'>, user: CubeUser): (build: ServedBuild) => Promise<Context> {
  let kept: { key: string; context: Promise<Context> } | null = null
  return (build) => {
    const key = `${build.manifest.id} ${build.publishedAt}`
    if (kept?.key !== key) {
      const context = contextOf(build, cube, user)
      kept = { key, context }
      context.catch(() => {
        if (kept?.context === context) kept = null
      })
    }
    return kept.context
  }
}

/** The build that a home serves, or null before the first. */
function servedBuild(home: string): ServedBuild | null {
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  return pointer && manifest ? { manifest, publishedAt: pointer.publishedAt } : null
}

function pages(webDir: string): Router {
  const router = Router()
  router.use(
    '/assets',
    express.static(join(webDir, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1000 }),
  )
  router.use('/assets', (_, response) => {
    response.status(404).type('text').send('No such file: load the page again.')
  })
  router.get([...paths], (_, response) => {
    const page = join(webDir, 'index.html')
    response.set('Cache-Control', 'no-cache')
    if (existsSync(page)) response.sendFile(page, { cacheControl: false })
    else response.status(503).type('text').send('The pages are not built yet. Run: npm run build:web')
  })
  return router
}

/** Express 4 does not wait for handlers: their errors are answered here, with the reason. */
function answering(handler: (...args: Parameters<RequestHandler>) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    handler(request, response, next).catch((error: unknown) => {
      response.status(500).json({ error: error instanceof Error ? error.message : String(error) })
    })
  }
}
