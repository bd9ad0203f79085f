import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Cube, Log } from '../cube/server.ts'
import type { SignInOptions } from '../dashboards/identity/routes.ts'
import { liveBuilds } from '../dashboards/live-builds.ts'
import type { RecordLinks } from '../dashboards/record-links.ts'
import { listenersOf, mountDashboards } from '../dashboards/server.ts'
import { noteAccess } from '../models/state/access-log.ts'
import { openState } from '../models/state/open-state.ts'
import type { ServerSettings } from './access.ts'
import { CliError } from './cli-error.ts'
import { followBuilds } from './operations/follow-builds.ts'
import { httpLog } from './operations/http-log.ts'
import type { Metrics } from './operations/metrics.ts'
import { questionRoutes } from './operations/question-routes.ts'
import { operationRoutes } from './operations/routes.ts'
import { submissionRoutes } from './operations/submission-routes.ts'
import type { DeliverySettings } from './reports/delivery-settings.ts'

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

export const DEFAULT_PORT = 4000

export interface ListenOptions {
  /** The built browser app, where it is not in its place. */
  readonly webDir?: string
  /** Who gets in, and where it listens. Without it only this machine does. */
  readonly access?: { readonly signIn: SignInOptions; readonly settings: ServerSettings }
  /** How records are opened in the CRMs. */
  readonly recordLinks?: RecordLinks
  /** What leaves the house. */
  readonly delivery?: DeliverySettings
  /** What a server that stays tells of itself; it then follows the builds that come to be served. */
  readonly operations?: { readonly log: Log; readonly metrics: Metrics }
  /** Lands what people submit, where this process runs the pipeline. */
  readonly onSubmitted?: () => void
}

/** Serves the pages and the Cube API of a home. */
export async function listen(
  home: string,
  cube: Cube,
  port: number,
  { webDir, access, operations, recordLinks, delivery, onSubmitted }: ListenOptions = {},
): Promise<Listening> {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', access?.settings.trustProxy ?? false)
  const state = await openState(home)
  let isStopping = false
  if (operations) app.use(httpLog(operations.log))
  operations?.metrics.watch(cube, state)
  const registry = operations?.metrics.registry
  app.use(operationRoutes({ cube, isStopping: () => isStopping, ...(registry && { registry }) }))
  cube.mount(app)
  const noteExport = (user: string, what: string) => noteAccess(state, 'export', user, what)
  app.use(questionRoutes({ home, cube, noteExport }))
  app.use(submissionRoutes({ home, cube, ...(onSubmitted && { onSubmitted }) }))
  mountDashboards(app, {
    home,
    cube,
    state,
    ...(recordLinks && { recordLinks }),
    ...(delivery && { delivery }),
    ...(webDir !== undefined && { webDir }),
    ...(access && { signIn: access.signIn }),
  })
  const { host = '127.0.0.1', tls, publicUrl } = access?.settings ?? {}
  const server = tls
    ? createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, app)
    : createServer(app)
  // Longer than proxies keep theirs: a request must not meet a connection that is just being closed.
  server.keepAliveTimeout = 75_000
  const served = () => ({ build: cube.current().id, asOf: cube.current().asOf ?? null })
  const live = liveBuilds(server, served, listenersOf(access?.signIn, tls !== undefined))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, port)))
    server.listen(port, host, resolve)
  }).catch(async (error: unknown) => {
    await state.destroy()
    throw error
  })
  const following = operations && followBuilds({ home, cube, live, log: operations.log })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${actual}`,
    close: async () => {
      isStopping = true
      following?.stop()
      live.close()
      await closeServer(server)
      await state.destroy()
    },
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1000).unref()
  })
}

function portFault(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new CliError({
    code: 'port_in_use',
    message: `Port ${port} is in use`,
    cure: 'stop what uses it, or set SALESOPS_PORT to another',
  })
}
