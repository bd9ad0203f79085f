import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const QUARTER_HOUR_S = 15 * 60

/** How often a name and an address may try to sign in, and how much of what strangers do is noted. */
export class SignInLimits {
  readonly #names = new RateLimiterMemory({ points: 8, duration: QUARTER_HOUR_S })
  readonly #addresses = new RateLimiterMemory({ points: 40, duration: QUARTER_HOUR_S })
  readonly #notes = new RateLimiterMemory({ points: 60, duration: 60 })

  /** Counts an attempt before it is looked at. Gives the seconds to wait where there were too many. */
  async take(name: string, address: string): Promise<number | null> {
    const waits = [await over(this.#addresses, address), await over(this.#names, name)]
    const longest = Math.max(...waits)
    return longest > 0 ? Math.ceil(longest / 1000) : null
  }

  /** A right password clears the name, and does not count for the address: an office may share one. */
  async forgive(name: string, address: string): Promise<void> {
    await this.#names.delete(name)
    await this.#addresses.reward(address)
  }

  async mayNote(): Promise<boolean> {
    return (await over(this.#notes, 'strangers')) === 0
  }
}

/** Milliseconds until a key has a point again; 0 where it had one now. */
async function over(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key)
    return 0
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext
    throw refused
  }
}
