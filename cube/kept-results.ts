import { cancelled } from './errors.ts'

/** Something that is kept, and how large it is. */
export interface Sized {
  readonly bytes: number
}

export type Outcome = 'hit' | 'joined' | 'made'

interface Flight<T> {
  readonly result: Promise<T>
  readonly controller: AbortController
  waiting: number
}

/**
 * Finished results by key, the least recently used of which go when they are larger than allowed together. What
 * several ask for at once is made once; it is given up when the last of them has gone.
 */
export class KeptResults<T extends Sized> {
  readonly #maxBytes: number
  readonly #onAsked: (outcome: Outcome) => void
  readonly #kept = new Map<string, T>()
  readonly #flights = new Map<string, Flight<T>>()
  #bytes = 0

  constructor(maxBytes: number, onAsked: (outcome: Outcome) => void = () => {}) {
    this.#maxBytes = maxBytes
    this.#onAsked = onAsked
  }

  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#kept.size
  }

  /**
   * What is kept under a key, or what `make` gives.
   * @throws what `make` throws, which is not kept; CubeError `query_cancelled` when `signal` is aborted
   */
  get(key: string, make: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> | T {
    const known = this.find(key)
    if (known) {
      this.#onAsked('hit')
      return known
    }
    const underway = this.#flights.get(key)
    this.#onAsked(underway ? 'joined' : 'made')
    const flight = underway ?? this.#start(key, make)
    return wait(flight, signal)
  }

  /** What is kept under a key, which makes it the one used last. */
  find(key: string): T | undefined {
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
    }
    return known
  }

  /** Drops all keys that begin so. */
  forget(prefix: string): void {
    for (const [key, value] of this.#kept) {
      if (!key.startsWith(prefix)) continue
      this.#kept.delete(key)
      this.#bytes -= value.bytes
    }
  }

  #start(key: string, make: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const result = make(controller.signal).then((value) => {
      this.keep(key, value)
      return value
    })
    const flight: Flight<T> = { result, controller, waiting: 0 }
    this.#flights.set(key, flight)
    const over = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
    result.then(over, over)
    // Who comes after it was given up begins anew.
    controller.signal.addEventListener('abort', over, { once: true })
    return flight
  }

  /** Keeps a value, unless it alone is larger than allowed. */
  keep(key: string, value: T): void {
    if (value.bytes > this.#maxBytes) return
    const before = this.#kept.get(key)
    if (before) this.#bytes -= before.bytes
    this.#kept.delete(key)
    this.#kept.set(key, value)
    this.#bytes += value.bytes
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break
      this.#kept.delete(oldest)
      this.#bytes -= bytes
    }
  }
}

/** Waits until a flight is over or one has left; whoever leaves last gives it up. */
function wait<T>(flight: Flight<T>, signal: AbortSignal | undefined): Promise<T> {
  flight.waiting++
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      flight.waiting--
      if (flight.waiting === 0) flight.controller.abort(cancelled())
      reject(cancelled())
    }
    if (signal?.aborted) return leave()
    signal?.addEventListener('abort', leave, { once: true })
    const over = (): void => signal?.removeEventListener('abort', leave)
    flight.result.finally(over).then(resolve, reject)
  })
}
