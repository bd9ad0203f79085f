import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FileSpec } from './columns.ts'

const chunkChars = 128 * 1024

const quoteCell = (cell: string): string => (cell.includes('"') ? cell.replaceAll('"', '""') : cell)

/** A row as the CRM's export tool writes it: every cell quoted, inner quotes doubled, LF at the end. */
const crmRow = (cells: readonly string[]): string => `"${cells.map(quoteCell).join('","')}"\n`

/** A row as a spreadsheet saves it: quotes only where a cell needs them. */
const sheetRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${quoteCell(cell)}"` : cell)).join(',')}\n`

/**
 * One CSV file under way. Rows gather in a small buffer; each time that it is full the file is opened,
 * appended to and closed, so that hundreds of files need neither memory nor open handles, and a slow
 * disk holds the writer back.
 */
export class CsvFile {
  readonly #path: string
  readonly #row: (cells: readonly string[]) => string
  #buffer: string
  records = 0

  constructor(path: string, spec: FileSpec) {
    this.#path = path
    this.#row = spec.folder === 'crm' ? crmRow : sheetRow
    this.#buffer = this.#row(spec.columns)
    mkdirSync(dirname(path), { recursive: true })
  }

  append(cells: readonly string[]): void {
    this.#buffer += this.#row(cells)
    this.records++
    if (this.#buffer.length >= chunkChars) this.flush()
  }

  flush(): void {
    appendFileSync(this.#path, this.#buffer)
    this.#buffer = ''
  }
}
