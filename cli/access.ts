import type { Kysely } from 'kysely'
import type { Cube, CubeOptions } from '../cube/server.ts'
import { Identity } from '../dashboards/identity/identity.ts'
import { Provider } from '../dashboards/identity/provider.ts'
import { type Roster, readRoster } from '../dashboards/identity/roster.ts'
import type { SignInOptions } from '../dashboards/identity/routes.ts'
import type { State } from '../models/state/database.ts'
import { openState } from '../models/state/open-state.ts'
import { currentBuild } from '../models/warehouse/builds.ts'
import { CliError } from './cli-error.ts'
import type { ConfigFile } from './config-schema.ts'

export type ServerSettings = ConfigFile['server']

/** Who gets in, for one server. */
export interface Access {
  readonly state: Kysely<State>
  readonly signIn: SignInOptions
  /** What the semantic layer asks of it. */
  readonly cube: Pick<CubeOptions, 'sessionUser' | 'onDenied' | 'keySet'>
  /** Who is who is read from the semantic layer, once it is open. */
  attach(cube: Cube): void
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/** True where only this machine can reach what listens there. */
export const isLoopback = (host: string): boolean => LOOPBACK.has(host)

/**
 * Opens what decides who gets in.
 * @throws CliError where others could reach the server and nobody has to sign in
 */
export async function openAccess(
  home: string,
  settings: ServerSettings,
  env: NodeJS.ProcessEnv,
): Promise<Access> {
  const state = await openState(home)
  const adminPassword = adminPasswordOf(env)
  let served: Cube | null = null
  const identity = new Identity({
    state,
    ...(adminPassword !== undefined && { adminPassword }),
    hasProvider: settings.oidc !== undefined,
    roster: rosterOf(home, () => served),
  })
  if (!isLoopback(settings.host) && !(await identity.isGuarded())) {
    await state.destroy()
    throw new CliError({
      code: 'host_unguarded',
      message: `server.host is ${settings.host}, which others can reach, and nobody has to sign in`,
      cure: 'set SALESOPS_ADMIN_PASSWORD, add a user (salesops user add NAME --role admin) or configure server.oidc; or leave host out',
    })
  }
  return {
    state,
    signIn: {
      identity,
      ...(settings.oidc && { provider: new Provider(settings.oidc) }),
      ...(settings.publicUrl !== undefined && { publicUrl: settings.publicUrl }),
      isSecure: settings.tls !== undefined || settings.publicUrl?.startsWith('https:') === true,
    },
    cube: {
      sessionUser: (session) => identity.userOf(session),
      // A log that cannot be written must not let a request through, nor end the server.
      onDenied: (denied) => void identity.denied(denied).catch(() => {}),
      ...(settings.tokens && { keySet: settings.tokens }),
    },
    attach(cube) {
      served = cube
    },
  }
}

/** The people of a build, read once for each. */
function rosterOf(home: string, cube: () => Cube | null): () => Promise<Roster> {
  let kept: { build: string; roster: Promise<Roster> } | null = null
  return () => {
    const build = currentBuild(home)?.build ?? ''
    const open = cube()
    if (!open) throw new Error('Nobody can sign in before the semantic layer is open.')
    if (kept?.build === build) return kept.roster
    const roster = readRoster(open)
    kept = { build, roster }
    roster.catch(() => {
      if (kept?.roster === roster) kept = null
    })
    return roster
  }
}

const MIN_ADMIN_PASSWORD = 10

function adminPasswordOf({ SALESOPS_ADMIN_PASSWORD: password }: NodeJS.ProcessEnv): string | undefined {
  if (password === undefined || password === '') return undefined
  if (password.length >= MIN_ADMIN_PASSWORD) return password
  throw new CliError({
    code: 'password_short',
    message: `SALESOPS_ADMIN_PASSWORD has ${password.length} characters`,
    cure: `give it at least ${MIN_ADMIN_PASSWORD}`,
  })
}
