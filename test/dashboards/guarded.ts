import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { type Access, openAccess, type ServerSettings } from '../../cli/access.ts'
import { type ListenOptions, listen } from '../../cli/server.ts'
import { openServing } from '../../cli/serving.ts'
import type { Cube } from '../../cube/server.ts'
import type { State } from '../../models/state/database.ts'
import { openState } from '../../models/state/open-state.ts'
import { copyHome } from '../support/access/copied-home.ts'
import { openWarehouse } from '../support/access/warehouse.ts'
import { sampleBuild } from '../support/sample-build.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface Guarded {
  readonly url: string
  readonly home: string
  readonly state: Kysely<State>
  readonly cube: Cube
  readonly access: Access
  /** People of the build: a rep, their manager, and a rep that the manager does not lead. */
  readonly people: { readonly rep: string; readonly manager: string; readonly other: string }
  /** A request with any header, which fetch would not send. */
  send(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<Answer>
  /** Signs in and gives the cookie. */
  signIn(name: string, password: string): Promise<string>
  close(): Promise<void>
}

const settings: ServerSettings = { host: '127.0.0.1', trustProxy: false }

/** The sample company, served from a home of the test's own to those who sign in. */
export async function serveGuarded(
  more: Partial<ServerSettings> = {},
  env: NodeJS.ProcessEnv = {},
  webDir = '/nowhere',
  operations?: ListenOptions['operations'],
): Promise<Guarded> {
  const home = mkdtempSync(join(tmpdir(), 'salesops-guarded-'))
  copyHome(sampleBuild(), home)
  const state = await openState(home)
  const access = await openAccess(home, { ...settings, ...more }, env)
  const cube = await openServing(home, '30%', {
    ...access.cube,
    ...(operations && { log: operations.log, onQuery: operations.metrics.onQuery }),
  })
  access.attach(cube)
  const listening = await listen(home, cube, 0, {
    webDir,
    access: { signIn: access.signIn, settings: { ...settings, ...more } },
    ...(operations && { operations }),
  })
  return guarded(home, { state, access, cube, listening })
}

async function guarded(
  home: string,
  parts: Pick<Guarded, 'state' | 'access' | 'cube'> & { listening: Awaited<ReturnType<typeof listen>> },
): Promise<Guarded> {
  const { state, access, cube, listening } = parts
  const { url } = listening
  const send: Guarded['send'] = (method, path, headers = {}, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const all = { ...(text !== undefined && { 'Content-Type': 'application/json' }), ...headers }
      const { port } = new URL(url)
      const outgoing = request({ host: '127.0.0.1', port, path, method, headers: all }, (response) => {
        let received = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          received += part
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }),
        )
      })
      outgoing.on('error', reject).end(text)
    })
  return {
    url,
    home,
    state,
    cube,
    access,
    people: await threePeople(sampleBuild().buildFile),
    send,
    async signIn(name, password) {
      const { headers, status, body } = await send('POST', '/api/sign-in', {}, { name, password })
      const [cookie] = [headers['set-cookie'] ?? []].flat()
      if (status !== 200 || !cookie) throw new Error(`${status} ${body}`)
      return cookie.split(';')[0] ?? ''
    },
    async close() {
      await listening.close()
      await cube.close()
      await access.state.destroy()
      await state.destroy()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function threePeople(file: string): Promise<Guarded['people']> {
  const warehouse = await openWarehouse(file)
  const [row] = await warehouse.rows(`
    WITH busy AS (SELECT r.rep_id, r.manager_id FROM dim_rep r WHERE r.is_current AND r.is_active AND EXISTS (
      SELECT 1 FROM fct_opportunity o JOIN dim_rep v ON v.rep_key = o.rep_key WHERE v.rep_id = r.rep_id))
    SELECT a.rep_id AS rep, a.manager_id AS manager, b.rep_id AS other FROM busy a JOIN busy b
      ON b.manager_id <> a.manager_id AND b.rep_id <> a.manager_id
      WHERE a.manager_id IS NOT NULL ORDER BY 1, 3 LIMIT 1`)
  warehouse.close()
  return { rep: String(row?.rep), manager: String(row?.manager), other: String(row?.other) }
}
