import { z } from 'zod'

export const cubeRoles = ['rep', 'manager', 'analyst', 'vp', 'admin'] as const

/** The group of reps and managers who are no person of the CRM. */
const UNASSIGNED = 'unassigned'

/** Every group that access policies can name. */
export const everyone: readonly string[] = [...cubeRoles, UNASSIGNED]

const cubeUser = z.object({
  name: z.string().min(1),
  role: z.enum(cubeRoles),
  repId: z.string().min(1).optional(),
})

/** Who asks. `repId` ties a user to a row of dim_rep; without it no row is a user's own. */
export interface CubeUser {
  name: string
  role: (typeof cubeRoles)[number]
  repId?: string
}

/** What access policies in the model see as `securityContext`. */
export interface SecurityContext extends CubeUser {
  groups: string[]
  /** The user's rep id as `dim_rep.current_path` has it; empty without one. */
  pathId: string
}

/** @throws ZodError for what is no user */
export function parseUser(value: unknown): CubeUser {
  const { repId, ...user } = cubeUser.parse(value)
  return repId === undefined ? user : { ...user, repId }
}

export function securityContextOf(user: CubeUser): SecurityContext {
  const parsed = parseUser(user)
  const { role, repId } = parsed
  const sees = role !== 'rep' && role !== 'manager'
  return {
    ...parsed,
    groups: [sees || repId !== undefined ? role : UNASSIGNED],
    pathId: pathIdOf(repId ?? ''),
  }
}

/** As the model int_rep_path writes an id: without a slash, which parts one id from the next. */
const pathIdOf = (id: string): string => id.replaceAll('%', '%25').replaceAll('/', '%2F')
