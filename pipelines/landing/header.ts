import { type FaultPlace, LandingError } from './landing-error.ts'

/**
 * The headers of a file, trimmed; a column without one is called by its position. Where a name comes twice, letter
 * case apart, it throws, unless the rules name one of its columns by position: then each is named with its own.
 */
export function nameColumns(
  cells: readonly string[],
  byPosition: ReadonlySet<number>,
  where: FaultPlace,
): readonly string[] {
  const header = cells.map((cell, i) => cell.trim() || `column ${i + 1}`)
  const columns = new Map<string, number[]>()
  for (const [i, name] of header.entries()) {
    const same = name.toLowerCase()
    columns.set(same, [...(columns.get(same) ?? []), i])
  }
  for (const same of columns.values()) {
    if (same.length === 1) continue
    if (!same.some((i) => byPosition.has(i))) throw duplicate(header, same, where)
    for (const i of same) header[i] = `${header[i]} (column ${i + 1})`
  }
  return header
}

function duplicate(header: readonly string[], same: readonly number[], where: FaultPlace): LandingError {
  const found = same.map((i) => `${header[i]} in column ${i + 1}`)
  const marks = same.map((i) => `"#${i + 1}"`)
  return new LandingError({
    code: 'duplicate_header',
    where: { ...where, column: header[same[0] ?? 0] ?? '' },
    value: found.join(' and '),
    cure: `name the column that is meant by its position in the mapping, as ${marks.join(' or ')}, or rename one`,
  })
}

/** The columns, from 0, that rules name by their position, such as `#3` for the third. */
export function positionsIn(names: Iterable<string>): Set<number> {
  const positions = new Set<number>()
  for (const name of names) {
    const position = positionOf(name)
    if (position !== undefined) positions.add(position)
  }
  return positions
}

function positionOf(name: string): number | undefined {
  const [, position] = /^#([1-9]\d*)$/.exec(name) ?? []
  return position === undefined ? undefined : Number(position) - 1
}

/** The cells of one record; of a broken one as well as they can be told. */
export function splitCells(text: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let open = false
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] ?? ''
    if (mark === '"') {
      if (open && text[i + 1] === '"') {
        cell += '"'
        i++
      } else open = !open
    } else if (mark === delimiter && !open) {
      cells.push(cell)
      cell = ''
    } else cell += mark
  }
  return [...cells, cell]
}

/**
 * Finds a file's column by any spelling of its name (`StageName`, `STAGENAME` and `stage_name` are one), or by its
 * position (`#3` is the third).
 */
export class HeaderIndex {
  readonly #exact = new Map<string, number>()
  readonly #loose = new Map<string, number>()
  readonly #columns: number

  constructor(header: readonly string[]) {
    this.#columns = header.length
    for (const [i, name] of header.entries()) {
      this.#exact.set(name.toLowerCase(), i)
      const loose = looseName(name)
      if (!this.#loose.has(loose)) this.#loose.set(loose, i)
    }
  }

  /** The position of the column, from 0. */
  find(name: string): number | undefined {
    const position = positionOf(name)
    if (position !== undefined && position < this.#columns) return position
    return this.#exact.get(name.toLowerCase()) ?? this.#loose.get(looseName(name))
  }
}

/** The name in lower case, letters, digits and dots only: a dot leads to another object's column. */
export function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{M}\p{N}.]/gu, '')
}
