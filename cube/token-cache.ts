import type { Bearer } from './tokens.ts'

interface Known {
  readonly bearer: Bearer
  /** The secrets in force when it was checked: with others it is checked again. */
  readonly secrets: readonly string[]
  readonly expiresAt: number
}

const MAX_TOKENS = 5_000

/** Tokens of ours that were found good, so that each is checked once and not with each request. */
export class TokenCache {
  readonly #known = new Map<string, Known>()

  find(token: string, secrets: readonly string[]): Bearer | null {
    const known = this.#known.get(token)
    if (known && known.secrets === secrets && known.expiresAt > Date.now()) return known.bearer
    if (known) this.#known.delete(token)
    return null
  }

  note(token: string, known: Known): void {
    if (this.#known.size >= MAX_TOKENS) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(token, known)
  }
}
