import { randomBytes } from 'node:crypto'
import { cubeRoles } from '../cube/security.ts'
import type { Cube, CubeUser } from '../cube/server.ts'
import type { Challenge, Peer, SqlAccess } from '../cube/sql/access.ts'
import type { Identity } from '../dashboards/identity/identity.ts'
import { parseVerifier, scramVerifier } from '../models/state/scram.ts'

/** The user name of programs, whose password is a token. */
const TOKEN_USER = 'token'
const ADMIN = 'admin'

interface SqlAccessOptions {
  readonly identity: Identity
  readonly cube: Pick<Cube, 'userOf'>
  /** True for the sample company: on this machine anybody may look as anybody of it. */
  readonly isSample: boolean
}

/** Who may connect to the SQL endpoint: who may sign in to the pages, and programs with a token. */
export function sqlAccess({ identity, cube, isSample }: SqlAccessOptions): SqlAccess {
  // A name that nobody has is asked for a password all the same, one that cannot be known.
  const nobody = scramVerifier(randomBytes(32).toString('base64')).then(parseVerifier)
  const open = async (name: string, { isLocal }: Peer): Promise<Challenge> => {
    const message = 'Nobody has to sign in here, so only this machine gets in'
    if (!isLocal) return { kind: 'refused', message }
    if (name === ADMIN) return { kind: 'trust', user: { name, role: 'admin' } }
    const user = isSample ? await sampleUser(identity, name) : null
    if (user) return { kind: 'trust', user }
    return { kind: 'refused', message: `role "${name}" does not exist: connect as ${ADMIN}` }
  }
  return {
    async challenge(name, peer) {
      const byToken = async (token: string): Promise<CubeUser | null> => {
        const user = await cube.userOf(token).catch(() => null)
        if (!user) await identity.denied({ user: null, code: 'token_invalid' })
        return user
      }
      if (name === TOKEN_USER) return { kind: 'password', check: byToken }
      if (!(await identity.isGuarded())) return open(name, peer)
      const wait = await identity.attempt(name, peer.address)
      if (wait !== null) return { kind: 'refused', message: `Too many attempts: wait ${wait} seconds` }
      const settle = (isProven: boolean): Promise<CubeUser | null> =>
        identity.proven(name, isProven, peer.address)
      const kept = await identity.scramOf(name)
      if (kept === 'clear')
        return {
          kind: 'password',
          check: async (password) => settle(await identity.isPassword(name, password)),
        }
      const verifier = kept === 'none' ? await nobody : parseVerifier(kept.verifier)
      return { kind: 'scram', verifier, settle: (isProven) => settle(isProven && kept !== 'none') }
    },
    async userNamed(name) {
      const known = await identity.userNamed(name)
      if (known) return known
      return isSample && !(await identity.isGuarded()) ? sampleUser(identity, name) : null
    },
  }
}

/** Somebody of the sample company: a role, or a person by e-mail address or rep id. */
async function sampleUser(identity: Identity, name: string): Promise<CubeUser | null> {
  const role = cubeRoles.find((one) => one === name)
  if (role) return { name, role }
  const roster = await identity.roster()
  const person = roster.byEmail(name) ?? roster.byId(name)
  return person ? { name, role: person.isManager ? 'manager' : 'rep', repId: person.repId } : null
}
