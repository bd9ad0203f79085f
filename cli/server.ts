import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Cube } from '../cube/server.ts'
import { mountDashboards } from '../dashboards/server.ts'
import { lastLanding } from '../models/state/last-landing.ts'
import { openState } from '../models/state/open-state.ts'
import { CliError } from './cli-error.ts'

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Only this machine can reach it: there is no sign-in yet that could guard it. */
const HOST = '127.0.0.1'
export const DEFAULT_PORT = 4000

/** Serves the pages and the Cube API of a home on loopback; `webDir` is the built browser app, where it is not in its place. */
export async function listen(home: string, cube: Cube, port: number, webDir?: string): Promise<Listening> {
  const app = express()
  app.disable('x-powered-by')
  const state = await openState(home)
  cube.mount(app)
  mountDashboards(app, {
    home,
    cube,
    landings: () => lastLanding(state),
    ...(webDir !== undefined && { webDir }),
  })
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, port)))
    server.listen(port, HOST, resolve)
  }).catch(async (error: unknown) => {
    await state.destroy()
    throw error
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://localhost:${actual}`,
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
