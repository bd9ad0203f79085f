import { type FaultPlace, LandingError } from './landing-error.ts'

/** The headers of a file, trimmed; a column without one is called by its position. Throws on doubles. */
export function parseHeader(text: string, delimiter: string, where: FaultPlace): readonly string[] {
  const header = splitCells(text, delimiter).map((cell, i) => cell.trim() || `column ${i + 1}`)
  const seen = new Map<string, number>()
  for (const [i, name] of header.entries()) {
    const first = seen.get(name.toLowerCase())
    if (first !== undefined)
      throw new LandingError({
        code: 'duplicate_header',
        where: { ...where, column: name },
        value: `${header[first]} in column ${first + 1} and ${name} in column ${i + 1}`,
        cure: 'rename or remove one of the two columns',
      })
    seen.set(name.toLowerCase(), i)
  }
  return header
}

/** The cells of one well-formed record. */
function splitCells(text: string, delimiter: string): string[] {
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

/** Finds a file's column by any spelling of its name: `StageName`, `STAGENAME` and `stage_name` are one. */
export class HeaderIndex {
  readonly #exact = new Map<string, number>()
  readonly #loose = new Map<string, number>()

  constructor(header: readonly string[]) {
    for (const [i, name] of header.entries()) {
      this.#exact.set(name.toLowerCase(), i)
      const loose = looseName(name)
      if (!this.#loose.has(loose)) this.#loose.set(loose, i)
    }
  }

  /** The position of the column, from 0. */
  find(name: string): number | undefined {
    return this.#exact.get(name.toLowerCase()) ?? this.#loose.get(looseName(name))
  }
}

/** The name in lower case, letters, digits and dots only: a dot leads to another object's column. */
function looseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{M}\p{N}.]/gu, '')
}
