import { LocalCacheDriver } from '@cubejs-backend/query-orchestrator'

interface Entry {
  value: unknown
  bytes: number
  expires: number
}

/**
 * Cube's cache of results for one build, bounded by size: the least recently used results go first. (Cube's
 * own keeps every result of every build for a day.) It goes with its build, so nothing in it is ever stale.
 */
export class ResultCache extends LocalCacheDriver {
  // Locks only; the results are below.
  protected override readonly store: Record<string, unknown> = {}
  readonly #entries = new Map<string, Entry>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    super()
    this.#maxBytes = maxBytes
  }

  override async get(key: string): Promise<unknown> {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#drop(key)
    if (entry.expires < Date.now()) return undefined
    this.#keep(key, entry)
    return entry.value
  }

  override async set(
    key: string,
    value: unknown,
    expiration: number,
  ): Promise<{ key: string; bytes: number }> {
    const bytes = JSON.stringify(value).length
    this.#drop(key)
    this.#keep(key, { value, bytes, expires: Date.now() + expiration * 1000 })
    // The newest result stays whatever its size: a client that polls for it must find it.
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes || oldest === key) break
      this.#drop(oldest)
    }
    return { key, bytes }
  }

  override async remove(key: string): Promise<void> {
    this.#drop(key)
  }

  override async keysStartingWith(prefix: string): Promise<string[]> {
    return [...this.#entries.keys()].filter((key) => key.startsWith(prefix))
  }

  override async cleanup(): Promise<void> {
    this.#entries.clear()
    this.#bytes = 0
  }

  #keep(key: string, entry: Entry): void {
    this.#entries.set(key, entry)
    this.#bytes += entry.bytes
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }
}
