import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { CubeError } from './errors.ts'

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

const ISSUER = 'salesops'
const AUDIENCE = 'salesops-cube'
const ALGORITHM = 'HS256'
const MIN_SECRET = 32

function keyOf(secret: string): Uint8Array {
  if (secret.length < MIN_SECRET) {
    throw new CubeError({
      code: 'secret_too_short',
      status: 500,
      message: `The secret of the tokens has ${secret.length} characters`,
      cure: `give it at least ${MIN_SECRET} random ones`,
    })
  }
  return new TextEncoder().encode(secret)
}

function parseUser(value: unknown): CubeUser {
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

/** Signs and checks the tokens of REST and GraphQL: JWT, HS256, bound to this product by issuer and audience. */
export class Tokens {
  readonly #key: Uint8Array

  /** @throws CubeError `secret_too_short` */
  constructor(secret: string) {
    this.#key = keyOf(secret)
  }

  /** A token for a user that is good for `ttlSeconds`. */
  async sign(user: CubeUser, ttlSeconds: number): Promise<string> {
    const expires = Math.floor(Date.now() / 1000) + ttlSeconds
    return new SignJWT({ ...parseUser(user) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(this.#key)
  }

  /**
   * The user of an `Authorization` header, with or without `Bearer`.
   * @throws CubeError 401: `token_missing`, `token_expired`, `token_invalid`
   */
  async verify(header: string | undefined): Promise<CubeUser> {
    const token = header?.replace(/^Bearer\s+/i, '').trim()
    if (!token)
      throw refusal('token_missing', 'The request has no token', 'send it as the header Authorization')
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['exp'],
      })
      return parseUser(payload)
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw refusal(
          'token_expired',
          'The token has expired',
          'sign in again, or ask the server for a new one',
        )
      }
      throw refusal('token_invalid', 'The token is not one that this server signed', 'sign in again')
    }
  }
}

function refusal(code: string, message: string, cure: string): CubeError {
  return new CubeError({ code, status: 401, message, cure })
}
