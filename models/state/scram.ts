import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

/** What PostgreSQL keeps by default. */
const ITERATIONS = 4096
const KEY_BYTES = 32
const SALT_BYTES = 16

export interface ScramVerifier {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/**
 * What is kept of a password for sign-ins by SCRAM-SHA-256, as PostgreSQL keeps it:
 * `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`. The password cannot be had from it, nor can it sign in with it.
 */
export async function scramVerifier(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const salted = await derive(password.normalize('NFKC'), salt, ITERATIONS, KEY_BYTES, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  const serverKey = hmac(salted, 'Server Key')
  const text = (bytes: Buffer): string => bytes.toString('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${text(salt)}$${text(storedKey)}:${text(serverKey)}`
}

export function parseVerifier(text: string): ScramVerifier {
  const match = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(text)
  if (!match) throw new Error('What is kept of a password for SCRAM cannot be read.')
  const [, iterations, salt = '', storedKey = '', serverKey = ''] = match
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64')
  return {
    iterations: Number(iterations),
    salt: bytes(salt),
    storedKey: bytes(storedKey),
    serverKey: bytes(serverKey),
  }
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
