import { join } from 'node:path'
import { at } from './at.ts'
import { dayText, endOfDay } from './calendar.ts'
import { type FileSpec, files } from './columns.ts'
import { CsvFile } from './csv-writer.ts'
import { type DirtyRecord, Spoiler } from './dirty.ts'

/** Counts of one entity over all drops. */
export interface EntityCount {
  /** Records in the files, the dirty ones included. */
  written: number
  dirty: number
  /** Ids (or keys) among the clean records; of these, not deleted and deleted as of the last drop. */
  distinct: number
  live: number
  deleted: number
}

/**
 * Writes records into the drops in which they become known: the first holds the state of all that was
 * known on its day, each later one what was created or changed since the one before.
 */
export class DropWriter {
  readonly names: readonly string[]
  readonly counts: Record<string, EntityCount> = {}
  readonly dirty: DirtyRecord[] = []
  readonly #folder: string
  readonly #ends: readonly number[]
  readonly #open = new Map<FileSpec, (CsvFile | undefined)[]>()
  readonly #spoilers: ReadonlyMap<FileSpec, Spoiler>

  constructor(folder: string, days: readonly number[], seed: number) {
    this.#folder = folder
    this.names = days.map(dayText)
    this.#ends = days.map(endOfDay)
    this.#spoilers = new Map<FileSpec, Spoiler>([
      [files.Opportunity, Spoiler.for('Opportunity', files.Opportunity.columns, seed)],
      [files.Task, Spoiler.for('Task', files.Task.columns, seed)],
    ])
  }

  /** The instant after which nothing is known. */
  get horizon(): number {
    return at(this.#ends, this.#ends.length - 1)
  }

  /**
   * Writes one record, whose state changed at `times` (rising, the first its creation), into each drop
   * that has news of it. `render` gives the cells as they were at an instant, and the last change
   * before it.
   */
  record(
    spec: FileSpec,
    times: readonly number[],
    render: (asOf: number, changed: number) => string[],
  ): void {
    let next = 0
    let last: string[] | undefined
    for (let drop = 0; drop < this.#ends.length && next < times.length; drop++) {
      const end = at(this.#ends, drop)
      let changed: number | undefined
      for (; next < times.length && at(times, next) <= end; next++) changed = at(times, next)
      if (changed === undefined) continue
      last = render(end, changed)
      this.#append(spec, drop, last)
    }
    if (last === undefined) return
    const count = this.#count(spec)
    const deleted = spec.columns.indexOf('IsDeleted')
    count.distinct++
    if (deleted >= 0 && last[deleted] === 'true') count.deleted++
    else count.live++
  }

  /** Writes out what is still in the buffers. */
  close(): void {
    for (const list of this.#open.values()) for (const file of list) file?.flush()
  }

  #count(spec: FileSpec): EntityCount {
    let count = this.counts[spec.name]
    if (count === undefined) {
      count = { written: 0, dirty: 0, distinct: 0, live: 0, deleted: 0 }
      this.counts[spec.name] = count
    }
    return count
  }

  #append(spec: FileSpec, drop: number, cells: string[]): void {
    let list = this.#open.get(spec)
    if (list === undefined) {
      list = []
      this.#open.set(spec, list)
    }
    const path = `${spec.folder}/${at(this.names, drop)}/${spec.name}.csv`
    let file = list[drop]
    if (file === undefined) {
      file = new CsvFile(join(this.#folder, path), spec)
      list[drop] = file
    }
    const count = this.#count(spec)
    file.append(cells)
    count.written++
    const spoiled = this.#spoilers.get(spec)?.next(cells)
    if (spoiled) {
      file.append(spoiled.cells)
      count.written++
      count.dirty++
      this.dirty.push({ entity: spec.name, file: path, record: file.records, ...spoiled.fault })
    }
  }
}
