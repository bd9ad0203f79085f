import { IdSequence } from './ids.ts'
import { shares } from './parameters.ts'

/** A record written to be refused: where it is, and what is wrong with it. */
export interface DirtyRecord {
  entity: string
  file: string
  /** Number of the record in its file; 1 is the first after the header. */
  record: number
  column: string
  kind: string
  value: string
}

interface Fault {
  column: string
  kind: string
  value: string
}

const faults: Record<string, readonly Fault[]> = {
  Opportunity: [
    { column: 'Amount', kind: 'letters-for-digits', value: '12,5OO' },
    { column: 'CloseDate', kind: 'impossible-date', value: '2026-02-30' },
    { column: 'CreatedDate', kind: 'year-out-of-range', value: '0024-01-01T00:00:00.000Z' },
    { column: 'Amount', kind: 'not-finite', value: 'infinity' },
    { column: 'IsWon', kind: 'not-boolean', value: 'maybe' },
    { column: 'Id', kind: 'missing-id', value: '' },
  ],
  Task: [
    { column: 'ActivityDate', kind: 'impossible-date', value: '2026-02-30' },
    { column: 'IsClosed', kind: 'not-boolean', value: 'maybe' },
    { column: 'Id', kind: 'missing-id', value: '' },
    { column: 'CallDurationInSeconds', kind: 'not-number', value: '12 min' },
    { column: 'CreatedDate', kind: 'year-out-of-range', value: '0024-01-01T00:00:00.000Z' },
  ],
}

const every = Math.round(1 / shares.dirty)

/**
 * Makes each n-th record of an entity come a second time, spoiled in one column and under an id of its
 * own (or none), so that nothing is lost with it and no other record leans on it.
 */
export class Spoiler {
  readonly #faults: readonly Fault[]
  readonly #columns: readonly string[]
  readonly #ids: IdSequence
  #seen = 0
  #spoiled = 0

  private constructor(
    entity: 'Opportunity' | 'Task',
    columns: readonly string[],
    found: readonly Fault[],
    seed: number,
  ) {
    this.#faults = found
    this.#columns = columns
    this.#ids = new IdSequence(entity, 62 ** 5)
    this.#seen = Math.abs(seed) % every
    this.#spoiled = Math.abs(seed) % found.length
  }

  static for(entity: 'Opportunity' | 'Task', columns: readonly string[], seed: number): Spoiler {
    return new Spoiler(entity, columns, faults[entity] ?? [], seed)
  }

  /** The spoiled copy that is due after this record, or null. */
  next(cells: readonly string[]): { cells: string[]; fault: Fault } | null {
    if (++this.#seen % every !== 0) return null
    const fault = this.#faults[this.#spoiled++ % this.#faults.length]
    if (fault === undefined) return null
    const spoiled = [...cells]
    spoiled[0] = this.#ids.next()
    spoiled[this.#columns.indexOf(fault.column)] = fault.value
    return { cells: spoiled, fault }
  }
}
