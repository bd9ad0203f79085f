import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { writeDurably } from '../models/warehouse/durable.ts'
import type { ModelFile } from './model-check.ts'

/** The part of Cube's cache that it keeps a file's JavaScript in, by the MD5 of its YAML. */
interface YamlCache {
  get(key: string): string | undefined
  set(key: string, code: string): unknown
}

interface Kept {
  readonly cube: string
  readonly files: Readonly<Record<string, string>>
}

/** Files of a few models: Cube itself keeps no more at a time. */
const MAX_FILES = 250

const { version } = createRequire(import.meta.url)('@cubejs-backend/schema-compiler/package.json') as {
  version: string
}

/**
 * The JavaScript that Cube makes of the model's YAML, kept in a file from one start to the next: the grammar by
 * which it reads the SQL of members takes most of a start. The same version of Cube makes the same of a file.
 */
export class ReadModel {
  readonly #file: string | undefined

  constructor(file: string | undefined) {
    this.#file = file
  }

  /** Gives Cube's cache what is kept. */
  fill(cache: YamlCache): void {
    for (const [key, code] of Object.entries(this.#kept().files)) cache.set(key, code)
  }

  /** Keeps what Cube's cache has of a model that compiled; of other models as much as there is room for. */
  async keep(cache: YamlCache, model: readonly ModelFile[]): Promise<void> {
    if (this.#file === undefined) return
    const files: Record<string, string> = {}
    for (const { content } of model) {
      const key = createHash('md5').update(content).digest('hex')
      const code = cache.get(key)
      if (code !== undefined) files[key] = code
    }
    const before = this.#kept().files
    if (Object.keys(files).every((key) => before[key] === files[key])) return
    const others = Object.entries(before).filter(([key]) => !(key in files))
    const room = Math.max(0, MAX_FILES - Object.keys(files).length)
    const kept = { ...Object.fromEntries(others.slice(0, room)), ...files }
    try {
      await mkdir(dirname(this.#file), { recursive: true })
      await writeDurably(this.#file, JSON.stringify({ cube: version, files: kept } satisfies Kept))
    } catch {
      // Without it the next start takes longer, as this one did.
    }
  }

  #kept(): Kept {
    const none = { cube: version, files: {} }
    if (this.#file === undefined || !existsSync(this.#file)) return none
    try {
      const kept = JSON.parse(readFileSync(this.#file, 'utf8')) as Kept
      return kept.cube === version ? kept : none
    } catch {
      return none
    }
  }
}
