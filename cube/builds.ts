import type { TypedCustomField } from '../models/custom/custom-field.ts'
import { BuildDriver, type BuildDriverOptions } from './driver.ts'
import type { BuildCalendar } from './fiscal-granularities.ts'
import type { ModelFile } from './model-check.ts'

/** A published build: its name, the absolute path of its read-only DuckDB file, and what its model is completed with. */
export interface BuildRef {
  id: string
  file: string
  /** The instant that its data is of. */
  asOf?: string
  customFields?: readonly TypedCustomField[]
  calendars?: readonly BuildCalendar[]
  /** Files of a team's own model, laid over ours. */
  extension?: readonly ModelFile[]
}

interface Open {
  ref: BuildRef
  driver: BuildDriver
  users: number
  usedAt: number
  idle: (() => void)[]
}

export interface BuildsOptions extends Omit<BuildDriverOptions, 'file'> {
  /** How long a build that is no longer current can be asked for after it was last used. */
  leaseMs: number
}

/** Builds that are open at most, however long their leases are. */
const MAX_OPEN = 4

/**
 * The builds that this process has open, and how many requests are on each. One that is no longer current can be
 * asked for until its lease is over, which each use renews. Leases are kept in this process alone: it holds the
 * file open, so that nobody else has to know of them, and a page that outlives the process loads itself again.
 */
export class Builds {
  readonly #options: BuildsOptions
  readonly #open = new Map<string, Open>()

  constructor(options: BuildsOptions) {
    this.#options = options
  }

  /** Counts a request in; call the returned function once, when its answer is out. */
  enter(build: BuildRef): () => void {
    const open = this.#at(build)
    open.users++
    open.usedAt = Date.now()
    let left = false
    return () => {
      if (left) return
      left = true
      open.users--
      open.usedAt = Date.now()
      if (open.users === 0) for (const resolve of open.idle.splice(0)) resolve()
    }
  }

  driver(build: BuildRef): BuildDriver {
    return this.#at(build).driver
  }

  ids(): string[] {
    return [...this.#open.keys()]
  }

  /** Queries that DuckDB works on. */
  running(): number {
    return [...this.#open.values()].reduce((sum, { driver }) => sum + driver.running, 0)
  }

  /** A build by its id, while it can be asked for; the current one always can. */
  leased(id: string, current: BuildRef): BuildRef | null {
    if (id === current.id) return current
    const open = this.#open.get(id)
    return open && this.#isLeased(open) ? open.ref : null
  }

  /** Ids of the builds that nobody can ask for any more, and of those that are too many. */
  expired(current: BuildRef): string[] {
    const others = [...this.#open.values()]
      .filter(({ ref }) => ref.id !== current.id)
      .sort((one, other) => other.usedAt - one.usedAt)
    return others.filter((open, i) => i >= MAX_OPEN - 1 || !this.#isLeased(open)).map(({ ref }) => ref.id)
  }

  #isLeased({ usedAt }: Open): boolean {
    return Date.now() - usedAt < this.#options.leaseMs
  }

  /**
   * Waits for the requests that are on a build, then closes it; `whenIdle` runs when the last of them is out,
   * before anything else can come in. A later request opens the build again.
   */
  async close(id: string, whenIdle: () => void): Promise<void> {
    const open = this.#open.get(id)
    if (!open) return
    while (open.users > 0) {
      await new Promise<void>((resolve) => {
        open.idle.push(resolve)
      })
    }
    if (this.#open.get(id) !== open) return
    this.#open.delete(id)
    whenIdle()
    await open.driver.release()
  }

  #at(build: BuildRef): Open {
    const known = this.#open.get(build.id)
    if (known) return known
    const { engine, connections } = this.#options
    const driver = new BuildDriver({ engine, connections, file: build.file })
    const open = { ref: build, driver, users: 0, usedAt: Date.now(), idle: [] }
    this.#open.set(build.id, open)
    return open
  }
}
