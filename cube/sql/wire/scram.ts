import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

interface Verifier {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/** The server's side of SCRAM-SHA-256 (RFC 5802, 7677), without channel binding. */
export class ScramExchange {
  readonly #verifier: Verifier
  #bare = ''
  #nonce = ''
  #first = ''

  constructor(verifier: Verifier) {
    this.#verifier = verifier
  }

  /** Answers the client's first message; null for one that is none. */
  begin(message: string): string | null {
    const match = /^([ny]),(?:a=[^,]*)?,((?:n=[^,]*),r=([!-+\--~]+).*)$/.exec(message)
    if (!match) return null
    const [, , bare = '', nonce = ''] = match
    this.#bare = bare
    this.#nonce = nonce + randomBytes(18).toString('base64')
    const { salt, iterations } = this.#verifier
    this.#first = `r=${this.#nonce},s=${salt.toString('base64')},i=${iterations}`
    return this.#first
  }

  /** Proves the server to a client that has the password; null for one that has not. */
  finish(message: string): string | null {
    const match = /^(c=([^,]*),r=([^,]*)),p=([A-Za-z0-9+/=]+)$/.exec(message)
    if (!match) return null
    const [, withoutProof = '', binding = '', nonce, proof = ''] = match
    if (nonce !== this.#nonce || !/^[ny],/.test(Buffer.from(binding, 'base64').toString())) return null
    const { storedKey, serverKey } = this.#verifier
    const exchanged = `${this.#bare},${this.#first},${withoutProof}`
    const signature = createHmac('sha256', storedKey).update(exchanged).digest()
    const given = Buffer.from(proof, 'base64')
    if (given.length !== signature.length) return null
    const clientKey = Buffer.from(given.map((byte, index) => byte ^ (signature[index] ?? 0)))
    if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey)) return null
    return `v=${createHmac('sha256', serverKey).update(exchanged).digest('base64')}`
  }
}
