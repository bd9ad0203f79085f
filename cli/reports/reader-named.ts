import type { Cube, CubeUser } from '../../cube/server.ts'
import { Identity } from '../../dashboards/identity/identity.ts'
import { readRoster } from '../../dashboards/identity/roster.ts'
import { openState } from '../../models/state/open-state.ts'
import { CliError } from '../cli-error.ts'

/**
 * Whose rights a name stands for: a user's, else those of the person of the CRM with that address.
 * @throws CliError `reader_unknown`
 */
export async function readerNamed(home: string, cube: Pick<Cube, 'load'>, name: string): Promise<CubeUser> {
  const roster = await readRoster(cube)
  const state = await openState(home)
  try {
    const identity = new Identity({ state, hasProvider: false, roster: async () => roster })
    const user = await identity.userNamed(name)
    if (user) return user
  } finally {
    await state.destroy()
  }
  const person = roster.byEmail(name)
  if (person?.isActive) return { name, role: person.isManager ? 'manager' : 'rep', repId: person.repId }
  throw new CliError({
    code: 'reader_unknown',
    message: `${name} is neither a user nor the address of an active person of the CRM`,
    cure: 'list the users: salesops user list',
  })
}
