import { readFileSync, statSync } from 'node:fs'
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'

/** Public keys of a token issuer of the company's own. */
export interface KeySet {
  /** `https://...` of a JWKS, or the path of a file that holds one. */
  readonly keys: string
  readonly issuer: string
  readonly audience: string
}

/**
 * Finds the key that a token names. A remote set is fetched again when a token names a key that it does not have, a
 * file when it has changed: keys rotate without a restart.
 */
export function keysOf(source: string): JWTVerifyGetKey {
  if (/^https?:/.test(source)) return createRemoteJWKSet(new URL(source))
  let read: { at: number; keys: JWTVerifyGetKey } | null = null
  return (header, token) => {
    const at = statSync(source).mtimeMs
    if (read?.at !== at) {
      const set = JSON.parse(readFileSync(source, 'utf8')) as JSONWebKeySet
      read = { at, keys: createLocalJWKSet(set) }
    }
    return read.keys(header, token)
  }
}
