import {
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose'
import { CubeError } from './errors.ts'
import { type KeySet, keysOf } from './key-sets.ts'
import { type CubeUser, parseUser } from './security.ts'
import { TokenCache } from './token-cache.ts'

const ISSUER = 'salesops'
const AUDIENCE = 'salesops-cube'
const ALGORITHM = 'HS256'
/** Of keys in pairs: a public key must never be taken for the secret of an HMAC. */
const KEY_PAIR_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA']
const MIN_SECRET = 32

/** A secret, or how to read those in force now: the first signs, all of them are taken. */
export type Secrets = string | (() => readonly string[])

/** Who a token is for, and the sign-in that it goes with, where it is a page's. */
export interface Bearer {
  readonly user: CubeUser
  readonly session?: string
}

/**
 * Signs and checks the tokens of REST and GraphQL: JWT by our secret (HS256, bound to this product by issuer and
 * audience) or by a key pair of the company's token issuer. Every token has an expiry and a role.
 */
export class Tokens {
  readonly #secrets: () => readonly string[]
  readonly #checked = new TokenCache()
  readonly #keySet: (KeySet & { readonly find: JWTVerifyGetKey }) | null

  /** @throws CubeError `secret_too_short` */
  constructor(secrets: Secrets, keySet?: KeySet) {
    const one = typeof secrets === 'string' ? [secrets] : null
    this.#secrets = one ? () => one : (secrets as () => readonly string[])
    this.#secrets().forEach(keyOf)
    this.#keySet = keySet ? { ...keySet, find: keysOf(keySet.keys) } : null
  }

  /** A token for a user that is good for `ttlSeconds`, and no longer than the session that it goes with. */
  async sign(user: CubeUser, ttlSeconds: number, session?: string): Promise<string> {
    const expires = Math.floor(Date.now() / 1000) + ttlSeconds
    const [secret] = this.#secrets()
    if (secret === undefined) throw new Error('There is no secret to sign tokens with.')
    return new SignJWT({ ...parseUser(user), ...(session !== undefined && { sid: session }) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(keyOf(secret))
  }

  /**
   * Whom an `Authorization` header speaks for, with or without `Bearer`.
   * @throws CubeError 401: `token_missing`, `token_expired`, `token_invalid`
   */
  async verify(header: string | undefined): Promise<Bearer> {
    const token = header?.replace(/^Bearer\s+/i, '').trim()
    if (!token)
      throw refusal('token_missing', 'The request has no token', 'send it as the header Authorization')
    const secrets = this.#secrets()
    const known = this.#checked.find(token, secrets)
    if (known) return known
    try {
      return await this.#check(token, secrets)
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw refusal(
          'token_expired',
          'The token has expired',
          'sign in again, or ask the server for a new one',
        )
      }
      throw refusal('token_invalid', 'The token is not one that this server takes', 'sign in again')
    }
  }

  async #check(token: string, secrets: readonly string[]): Promise<Bearer> {
    const { alg } = decodeProtectedHeader(token)
    if (alg !== ALGORITHM) return bearerOf(await this.#issued(token))
    const payload = await this.#ours(token, secrets)
    const bearer = bearerOf(payload)
    this.#checked.note(token, { bearer, secrets, expiresAt: (payload.exp ?? 0) * 1000 })
    return bearer
  }

  /** Checked each time: the issuer's keys come and go, and only their finder knows. */
  async #issued(token: string): Promise<JWTPayload> {
    if (!this.#keySet) throw new errors.JOSEAlgNotAllowed('no key set')
    const { issuer, audience, find } = this.#keySet
    const { payload } = await jwtVerify(token, find, {
      algorithms: KEY_PAIR_ALGORITHMS,
      issuer,
      audience,
      requiredClaims: ['exp'],
    })
    // Sessions are this server's own.
    const { sid: _, ...claims } = payload
    return claims
  }

  async #ours(token: string, secrets: readonly string[]): Promise<JWTPayload> {
    let refused: unknown = new errors.JWSSignatureVerificationFailed()
    for (const secret of secrets) {
      try {
        const { payload } = await jwtVerify(token, keyOf(secret), {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp'],
        })
        return payload
      } catch (error) {
        refused = error
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break
      }
    }
    throw refused
  }
}

function bearerOf({ sid, ...claims }: JWTPayload): Bearer {
  const user = parseUser({ ...claims, name: claims.name ?? claims.sub })
  return typeof sid === 'string' ? { user, session: sid } : { user }
}

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

export function refusal(code: string, message: string, cure: string): CubeError {
  return new CubeError({ code, status: 401, message, cure })
}
