import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Cube } from '../cube/server.ts'
import type { SignInOptions } from '../dashboards/identity/routes.ts'
import { mountDashboards } from '../dashboards/server.ts'
import { lastLanding } from '../models/state/last-landing.ts'
import { openState } from '../models/state/open-state.ts'
import type { ServerSettings } from './access.ts'
import { CliError } from './cli-error.ts'

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

export const DEFAULT_PORT = 4000

interface ListenOptions {
  /** The built browser app, where it is not in its place. */
  readonly webDir?: string
  /** Who gets in, and where it listens. Without it only this machine does. */
  readonly access?: { readonly signIn: SignInOptions; readonly settings: ServerSettings }
}

/** Serves the pages and the Cube API of a home. */
export async function listen(
  home: string,
  cube: Cube,
  port: number,
  { webDir, access }: ListenOptions = {},
): Promise<Listening> {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', access?.settings.trustProxy ?? false)
  const state = await openState(home)
  cube.mount(app)
  mountDashboards(app, {
    home,
    cube,
    landings: () => lastLanding(state),
    ...(webDir !== undefined && { webDir }),
    ...(access && { signIn: access.signIn }),
  })
  const { host = '127.0.0.1', tls, publicUrl } = access?.settings ?? {}
  const server = tls
    ? createSecureServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, app)
    : createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, port)))
    server.listen(port, host, resolve)
  }).catch(async (error: unknown) => {
    await state.destroy()
    throw error
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${actual}`,
    close: async () => {
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
