import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type RequestHandler } from 'express'
import type { Kysely } from 'kysely'
import { build } from 'vite'
import { modelCache, modelDir } from '../../cli/reading.ts'
import { type Cube, type CubeUser, openCube } from '../../cube/server.ts'
import { liveBuilds } from '../../dashboards/live-builds.ts'
import { listenersOf, mountDashboards } from '../../dashboards/server.ts'
import { STANDARD_CALENDAR } from '../../models/contract/fiscal-calendar.ts'
import type { State } from '../../models/state/database.ts'
import { openState } from '../../models/state/open-state.ts'
import { sampleBuild } from '../support/sample-build.ts'

export const reader: CubeUser = { name: 'reader', role: 'admin' }

/** The semantic layer over the suite's sample company. */
export function sampleCube(): Promise<Cube> {
  const { home, manifest, buildFile: file } = sampleBuild()
  const calendars = [{ name: STANDARD_CALENDAR, yearStart: manifest.company.fiscalYearStart }]
  return openCube({
    modelDir,
    modelCache: modelCache(home),
    currentBuild: () => ({ id: manifest.id, file, calendars }),
    secret: 'a secret of the suite, long enough to sign with',
    timezone: manifest.company.timezone,
    memoryLimit: '512MB',
    threads: 2,
  })
}

export interface Served {
  readonly url: string
  readonly cube: Cube
  readonly state: Kysely<State>
  close(): Promise<void>
}

/**
 * Serves the sample company's pages and API on a free port of this machine; of a copy of its home, where one is named. What
 * is asked of the semantic layer goes through `door` first, where there is one; `mountMore` adds what `start` does.
 */
export async function serveSample(
  webDir: string,
  home = sampleBuild().home,
  door?: RequestHandler,
  mountMore: (app: express.Express, cube: Cube) => void = () => {},
): Promise<Served> {
  const cube = await sampleCube()
  const stateHome = mkdtempSync(join(tmpdir(), 'salesops-state-'))
  const state = await openState(stateHome)
  const app = express()
  if (door) app.use('/cubejs-api', door)
  cube.mount(app)
  mountMore(app, cube)
  mountDashboards(app, { home, cube, state, user: reader, webDir })
  const server = createServer(app)
  const live = liveBuilds(
    server,
    () => ({ build: cube.current().id, asOf: null }),
    listenersOf(undefined, false),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    cube,
    state,
    close: async () => {
      live.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await cube.close()
      await state.destroy()
      rmSync(stateHome, { recursive: true, force: true })
    },
  }
}

/** Folder of the browser app, built by the first test of the suite that asks. */
export async function webApp(): Promise<string> {
  const folder = join(sampleBuild().home, 'web')
  if (existsSync(folder)) return folder
  const partial = mkdtempSync(`${folder}-`)
  // As users get it: the suite's own environment would make it React's for developers.
  const { NODE_ENV: before = 'test' } = process.env
  process.env.NODE_ENV = 'production'
  await build({
    configFile: fileURLToPath(new URL('../../dashboards/web/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: partial, emptyOutDir: true },
  }).finally(() => {
    process.env.NODE_ENV = before
  })
  try {
    renameSync(partial, folder)
  } catch (error) {
    // Another test was first: its app is as good.
    if (!existsSync(folder)) throw error
  }
  return folder
}
