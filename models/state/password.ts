import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost by OWASP's advice for scrypt: 32 MiB and about a tenth of a second a password. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const
const KEY_BYTES = 32

/** Passwords shorter than this are refused. */
export const MIN_PASSWORD = 10

/** What is kept of a password: `scrypt$N$r$p$salt$hash`, so that the cost can grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** True where the password is the one that was kept. Takes as long where none was kept, so that time tells nothing. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [kind, n, r, p, salt = '', hash = ''] = (kept ?? '').split('$')
  const cost = kind === 'scrypt' ? { N: Number(n), r: Number(r), p: Number(p) } : COST
  const key = await derive(password, Buffer.from(salt, 'base64url'), cost)
  const expected = Buffer.from(hash, 'base64url')
  return expected.length === key.length && timingSafeEqual(expected, key)
}

/** A password that nobody thought of. */
export const randomPassword = (): string => randomBytes(15).toString('base64url')

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
