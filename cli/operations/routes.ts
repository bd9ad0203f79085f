import { type RequestHandler, Router } from 'express'
import type { Registry } from 'prom-client'
import type { Cube } from '../../cube/server.ts'
import { answering } from '../../dashboards/answering.ts'
import { isLocal } from '../../dashboards/local-only.ts'
import { openApi } from './open-api.ts'

interface OperationsOptions {
  readonly cube: Cube
  readonly registry?: Registry
  /** True while the server shuts down: who balances load sends nobody here any more. */
  readonly isStopping: () => boolean
}

/** What those who run a server ask: does it live, can it answer, how is it. */
export function operationRoutes({ cube, registry, isStopping }: OperationsOptions): Router {
  const router = Router()
  router.use(['/livez', '/readyz', '/metrics'], (_, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  router.get('/livez', (_, response) => void response.json({ live: true }))
  router.get(
    '/readyz',
    answering(async (_, response) => {
      const fault = isStopping() ? 'The server is shutting down' : await notReady(cube)
      if (fault === null) {
        const { id, asOf } = cube.current()
        response.json({ ready: true, build: id, asOf: asOf ?? null })
      } else {
        const cure = 'see the log of the server'
        response.status(503).json({ error: `${fault}.`, code: 'not_ready', cure })
      }
    }),
  )
  router.get('/api/openapi.json', (_, response) => void response.json(openApi))
  if (registry) {
    router.get(
      '/metrics',
      mayRead(cube),
      answering(async (_, response) => {
        response.type(registry.contentType).send(await registry.metrics())
      }),
    )
  }
  return router
}

const PROBE_MS = 5_000

/** Why it cannot answer. An old build, and one of stale sources, answers. */
async function notReady(cube: Cube): Promise<string | null> {
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, PROBE_MS, `A probe query was not answered within ${PROBE_MS / 1000} s`).unref()
  })
  return Promise.race([
    late,
    cube.ready().then(
      () => null,
      () => 'No build answers, or its model does not compile',
    ),
  ])
}

/** This machine, where no proxy stands between; from elsewhere an admin's token. */
function mayRead(cube: Cube): RequestHandler {
  return answering(async (request, response, next) => {
    if (request.headers['x-forwarded-for'] === undefined && isLocal(request)) return next()
    const user = await cube.userOf(request.headers.authorization).catch(() => null)
    if (user?.role === 'admin') return next()
    response.status(user ? 403 : 401).json({
      error: 'Metrics are for this machine, or for a token of an admin.',
      code: user ? 'metrics_denied' : 'token_missing',
      cure: "send an admin's token as the header Authorization",
    })
  })
}
