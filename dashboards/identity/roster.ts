import type { Cube, CubeUser } from '../../cube/server.ts'
import { UNKNOWN } from '../../models/dimensions/unknown.ts'
import type { Row } from '../tiles/member.ts'

/** A person of the CRM, as the build that is served has them. */
export interface Person {
  readonly repId: string
  readonly name: string
  readonly title: string | null
  readonly email: string | null
  readonly isActive: boolean
  /** True where somebody reports to them. */
  readonly isManager: boolean
}

export interface Roster {
  readonly people: readonly Person[]
  byId(repId: string): Person | undefined
  byEmail(email: string): Person | undefined
  /** True where somebody reports to a manager, at once or through others. */
  isBelow(repId: string, managerId: string): boolean
}

/** Whose rights it is read with: it decides who anybody else is. */
const keeper: CubeUser = { name: 'identity', role: 'admin' }

/** Reads the people of the build that is served. */
export async function readRoster(cube: Pick<Cube, 'load'>): Promise<Roster> {
  const names = ['rep_id', 'rep_name', 'rep_title', 'rep_email', 'manager_id', 'is_active']
  const { data } = await cube.load(
    { dimensions: names.map((name) => `reps.${name}`), segments: ['reps.current'] },
    keeper,
  )
  const managers = new Set(data.map((row) => text(row, 'manager_id')))
  const managerOf = new Map(data.map((row) => [text(row, 'rep_id'), text(row, 'manager_id')]))
  const people = data
    .filter((row) => text(row, 'rep_id') !== UNKNOWN)
    .map((row) => ({
      repId: text(row, 'rep_id') ?? '',
      name: text(row, 'rep_name') ?? '',
      title: text(row, 'rep_title'),
      email: text(row, 'rep_email')?.toLowerCase() ?? null,
      isActive: row['reps.is_active'] === true || row['reps.is_active'] === 'true',
      isManager: managers.has(text(row, 'rep_id')),
    }))
  const ids = new Map(people.map((person) => [person.repId, person]))
  // Of two people with one address neither is told.
  const emails = new Map<string, Person | undefined>()
  for (const person of people)
    if (person.email !== null) emails.set(person.email, emails.has(person.email) ? undefined : person)
  return {
    people,
    byId: (repId) => ids.get(repId),
    byEmail: (email) => emails.get(email.trim().toLowerCase()),
    isBelow: (repId, managerId) => managersOf(repId, managerOf).has(managerId),
  }
}

/** The chain of managers of somebody; one that leads back into itself ends there. */
function managersOf(
  repId: string,
  managerOf: ReadonlyMap<string | null, string | null>,
): ReadonlySet<string> {
  const chain = new Set<string>()
  for (let at = managerOf.get(repId); at && !chain.has(at); at = managerOf.get(at)) chain.add(at)
  chain.delete(repId)
  return chain
}

const text = (row: Row, name: string): string | null => {
  const value = row[`reps.${name}`]
  return value === null || value === undefined ? null : String(value)
}
