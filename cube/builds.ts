import type { TypedCustomField } from '../models/custom/custom-field.ts'
import { BuildDriver, type BuildDriverOptions } from './driver.ts'
import type { BuildCalendar } from './fiscal-granularities.ts'

/** A published build: its name, the absolute path of its read-only DuckDB file, and what its model is completed with. */
export interface BuildRef {
  id: string
  file: string
  customFields?: readonly TypedCustomField[]
  calendars?: readonly BuildCalendar[]
}

interface Open {
  driver: BuildDriver
  users: number
  idle: (() => void)[]
}

/** The builds that this process has open, and how many requests are on each. */
export class Builds {
  readonly #options: Omit<BuildDriverOptions, 'file'>
  readonly #open = new Map<string, Open>()

  constructor(options: Omit<BuildDriverOptions, 'file'>) {
    this.#options = options
  }

  /** Counts a request in; call the returned function once, when its answer is out. */
  enter(build: BuildRef): () => void {
    const open = this.#at(build)
    open.users++
    let left = false
    return () => {
      if (left) return
      left = true
      open.users--
      if (open.users === 0) for (const resolve of open.idle.splice(0)) resolve()
    }
  }

  driver(build: BuildRef): BuildDriver {
    return this.#at(build).driver
  }

  ids(): string[] {
    return [...this.#open.keys()]
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
    const open = { driver: new BuildDriver({ ...this.#options, file: build.file }), users: 0, idle: [] }
    this.#open.set(build.id, open)
    return open
  }
}
