import type { Kysely } from 'kysely'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import type { State } from '../../../models/state/database.ts'
import { listUsers, userName } from '../../../models/state/users.ts'
import { Identity } from '../../identity/identity.ts'
import { readRoster } from '../../identity/roster.ts'
import { localUser } from '../../identity/visitor.ts'
import type { Role } from '../../pages/page.ts'

/** Somebody who may get something: with what rights, and where. */
export interface Reader {
  readonly user: CubeUser
  /** Null where no e-mail address of theirs is known. */
  readonly address: string | null
}

/** Who is who now: rights are asked for at each delivery, so that a change counts at once. */
export interface People {
  /** Null for who is no user, is shut out, or has left. */
  reader(name: string): Promise<Reader | null>
  /** Names of the users who have a role. */
  ofRole(role: Role): Promise<string[]>
}

interface PeopleOptions {
  readonly state: Kysely<State>
  readonly cube: Pick<Cube, 'load'>
  /** True where the built-in admin has a password. */
  readonly hasAdmin: boolean
  readonly hasProvider: boolean
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/

export async function openPeople({ state, cube, hasAdmin, hasProvider }: PeopleOptions): Promise<People> {
  const roster = await readRoster(cube)
  const identity = new Identity({ state, hasProvider, roster: async () => roster })
  const isGuarded = hasAdmin || (await identity.isGuarded())
  const userOf = async (name: string): Promise<CubeUser | null> => {
    if (name === 'admin' && hasAdmin) return { name, role: 'admin' }
    // Until somebody can sign in, whoever is at this machine reads as its user.
    if (name === localUser.name && !isGuarded) return localUser
    return identity.userNamed(name)
  }
  return {
    async reader(name) {
      const known = userName(name)
      const user = await userOf(known)
      if (!user) return null
      const email = user.repId === undefined ? null : (roster.byId(user.repId)?.email ?? null)
      const address = [known, email].find((one) => one !== null && ADDRESS.test(one)) ?? null
      return { user, address }
    },
    async ofRole(role) {
      const users = await listUsers(state)
      return users.filter((one) => one.role === role && one.disabled_at === null).map(({ name }) => name)
    },
  }
}
