import type { BrokenRecord } from '../scan-records.ts'
import type { NotRecords } from './table.ts'
import { isFooterWord, isMeasureWord, isSubtotalWord, isTotalWord } from './total-words.ts'

/** A line of a file that may hold more than records. */
export interface Row {
  readonly cells: readonly string[]
  /** True where an empty line stands before it. */
  readonly afterBlank: boolean
  /** Set where its structure is broken, so that it cannot load. */
  readonly broken?: BrokenRecord
}

/** Which lines after the header are records, and how to write them. */
export interface Layout {
  /** Lines that are none, by their place after the header, from 0. */
  readonly notRecords: ReadonlyMap<number, 'subtotal' | 'footer'>
  readonly records: number
  readonly broken: readonly BrokenRecord[]
  /** Columns to keep: all from the first that holds anything to the last. */
  readonly firstColumn: number
  readonly lastColumn: number
  /** Columns of a grouped report, whose value stands in the first line of each group only. */
  readonly groups: readonly number[]
  readonly counts: Omit<NotRecords, 'banner'>
}

const arrow = /\s*[↑↓]\s*$/

/** A column's name without the arrow by which a report shows its order. */
export function withoutArrow(name: string): string {
  return name.replace(arrow, '')
}

/**
 * The header's place among a file's first rows. Lines with one text, or two where the table is wide, stand above
 * it as a report's banner. `width` is how many cells the table's rows fill.
 */
export function findHeader(rows: readonly (readonly string[])[], width: number): number {
  const most = Math.max(1, Math.min(2, Math.floor(width / 3)))
  const at = rows.findIndex((cells) => filledCount(cells) > (width > 1 ? most : 0))
  // A banner stands above names, never above figures.
  return at <= 0 || rows[at]?.some((cell) => /^[-\d.,:/ ]*\d[-\d.,:/ ]*$/.test(cell.trim())) ? 0 : at
}

export function filledCount(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells) if (cell.trim() !== '') count++
  return count
}

/** Tells the records after a header from totals and footers. Rows are added in their order, then `finish`. */
export class LayoutFinder {
  readonly #width: number
  readonly #header: readonly string[]
  readonly #isReport: boolean
  readonly #banner: string
  readonly #notRecords = new Map<number, 'subtotal' | 'footer'>()
  readonly #broken = new Map<number, BrokenRecord>()
  #tail: { at: number; known: boolean; afterBlank: boolean }[] = []
  #rows = 0
  #firstColumn: number
  #lastColumn: number
  #afterTotal = false
  #afterEmpty = false
  #hasSubtotals = false
  readonly #sums = new Map<number, { all: number; group: number }>()
  readonly #groups: GroupColumn[]

  /** `banner` holds the lines above the header. */
  constructor(header: readonly string[], banner: readonly string[]) {
    this.#header = header
    this.#banner = banner.join('\n')
    this.#isReport = banner.length > 0
    this.#width = filledCount(header)
    this.#firstColumn = Math.max(
      0,
      header.findIndex((cell) => cell.trim() !== ''),
    )
    this.#lastColumn = header.findLastIndex((cell) => cell.trim() !== '')
    const first = this.#firstColumn
    const others = header.findIndex((name, i) => i >= first && !arrow.test(name))
    const end = others < 0 ? header.length : others
    this.#groups = Array.from({ length: end - first }, (_, i) => new GroupColumn(first + i))
  }

  add(row: Row): void {
    const at = this.#rows++
    const filled = filledCount(row.cells)
    if (row.broken?.code !== 'bad_quotes' && this.#isTotal(row.cells, filled)) {
      this.#notRecords.set(at, 'subtotal')
      this.#afterTotal = true
      if (row.cells.some(isSubtotalWord)) this.#hasSubtotals = true
      for (const group of this.#groups) group.endRun()
      for (const sum of this.#sums.values()) sum.group = 0
      return
    }
    this.#afterTotal = false
    const only = filled === 1 ? (row.cells.find((cell) => cell.trim() !== '') ?? '') : ''
    if (row.broken) this.#broken.set(at, row.broken)
    const structured = !row.broken || row.broken.cells === 1
    if (structured && filled <= 1 && (this.#width > 1 || isFooterWord(only)))
      this.#tail.push({
        at,
        known: isFooterWord(only),
        afterBlank: filled === 1 && (row.afterBlank || this.#afterEmpty),
      })
    else this.#tail = []
    this.#afterEmpty = filled === 0
    if (!row.broken) this.#learn(row.cells)
  }

  finish(): Layout {
    const isFooter = this.#isReport || this.#tail.some(({ known, afterBlank }) => known || afterBlank)
    if (isFooter) for (const { at } of this.#tail) this.#notRecords.set(at, 'footer')
    const kinds = [...this.#notRecords.values()]
    const broken: BrokenRecord[] = []
    const passed = [...this.#notRecords.keys()].sort((a, b) => a - b)
    let before = 0
    for (const [at, record] of [...this.#broken].sort(([a], [b]) => a - b)) {
      while ((passed[before] ?? Number.POSITIVE_INFINITY) < at) before++
      if (!this.#notRecords.has(at)) broken.push({ ...record, record: at + 1 - before })
    }
    return {
      notRecords: this.#notRecords,
      records: this.#rows - this.#notRecords.size,
      broken,
      firstColumn: this.#firstColumn,
      lastColumn: this.#lastColumn,
      groups: this.#groupColumns(),
      counts: {
        subtotal: kinds.filter((kind) => kind === 'subtotal').length,
        footer: kinds.filter((kind) => kind === 'footer').length,
      },
    }
  }

  #learn(cells: readonly string[]): void {
    for (const [i, cell] of cells.entries()) {
      if (cell.trim() === '') continue
      if (i < this.#firstColumn) this.#firstColumn = i
      if (i > this.#lastColumn) this.#lastColumn = i
      const value = numberOf(cell)
      if (value === undefined) continue
      const sum = this.#sums.get(i) ?? { all: 0, group: 0 }
      this.#sums.set(i, { all: sum.all + value, group: sum.group + value })
    }
    for (const [i, group] of this.#groups.entries())
      if (group.add(cells[group.column] ?? '')) for (const inner of this.#groups.slice(i + 1)) inner.endRun()
  }

  /**
   * A row that begins with `Subtotal`, `Grand Total` and the like, and is not a record of that name: cells are
   * missing that records have, or a figure is the sum of those above.
   */
  #isTotal(cells: readonly string[], filled: number): boolean {
    const first = cells.find((cell) => cell.trim() !== '') ?? ''
    const sparse = filled * 2 <= this.#width || filled === 1
    if (this.#afterTotal && isMeasureWord(first)) return sparse
    if (!isTotalWord(first)) return false
    if (sparse) return true
    const [, second = ''] = cells.filter((cell) => cell.trim() !== '')
    const isPlain = isSubtotalWord(first) || /^grand|\(/i.test(first.trim())
    if (isPlain && (filled < this.#width || isMeasureWord(second))) return true
    return cells.some((cell, i) => {
      const value = numberOf(cell)
      const sum = this.#sums.get(i)
      return value !== undefined && value !== 0 && !!sum && (near(sum.all, value) || near(sum.group, value))
    })
  }

  #groupColumns(): number[] {
    const columns: number[] = []
    for (const group of this.#groups) {
      const name = withoutArrow(this.#header[group.column] ?? '').trim()
      const sorted = this.#banner.toLowerCase().includes(`sorted by ${name.toLowerCase()}`)
      // A column that is only sorted repeats its values, and may well have empty cells of its own.
      if (group.repeats || !group.hasBlanks || (sorted && !this.#hasSubtotals)) break
      columns.push(group.column)
    }
    return columns
  }
}

/** Watches whether a column may be one that a report groups by. */
class GroupColumn {
  readonly column: number
  repeats = false
  hasBlanks = false
  #last = ''

  constructor(column: number) {
    this.column = column
  }

  /** Returns true where a new group begins. */
  add(cell: string): boolean {
    const value = cell.trim()
    if (value === '') {
      if (this.#last !== '') this.hasBlanks = true
      return false
    }
    if (value === this.#last) this.repeats = true
    this.#last = value
    return true
  }

  endRun(): void {
    this.#last = ''
  }
}

function numberOf(cell: string): number | undefined {
  const text = cell.trim()
  return /^-?\d[\d,]*(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : undefined
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.abs(b) * 1e-9 + 0.005
}
