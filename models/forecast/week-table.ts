import { factorNames, type Layout } from './features.ts'

/** Many weeks of deals' lives as columns of numbers: the rows that hazards are learned from. */
export class WeekTable {
  readonly width = factorNames.length
  size = 0
  /** `width` columns of the design a row. */
  columns = new Uint16Array(1024 * factorNames.length)
  outcome = new Uint8Array(1024)
  logSize = new Float32Array(1024)
  newness = new Float32Array(1024)
  /** Number of the owner. */
  owner = new Int32Array(1024)
  /** Number of the week in the deal's life: a row with one more than the row before continues it. */
  week = new Uint16Array(1024)

  /** Makes room for one more row, and gives its place. */
  add(): number {
    if (this.size === this.outcome.length) this.#grow()
    return this.size++
  }

  #grow(): void {
    const longer = <A extends Uint8Array | Uint16Array | Int32Array | Float32Array>(old: A): A => {
      const made = new (old.constructor as new (length: number) => A)(old.length * 2)
      made.set(old)
      return made
    }
    this.columns = longer(this.columns)
    this.outcome = longer(this.outcome)
    this.logSize = longer(this.logSize)
    this.newness = longer(this.newness)
    this.owner = longer(this.owner)
    this.week = longer(this.week)
  }

  /** The level of a factor in a row. */
  level(row: number, factor: number, layout: Layout): number {
    return (this.columns[row * this.width + factor] ?? 0) - (layout.offsets[factor] ?? 0)
  }
}
