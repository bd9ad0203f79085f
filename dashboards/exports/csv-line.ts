import type { Sheet } from './sheet.ts'

/** What a spreadsheet takes for a formula when it opens a file. A number is none. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i

/** A sheet as CSV. */
export const csvOf = ({ heads, rows }: Sheet): string =>
  [heads, ...rows.map((cells) => cells.map(({ value }) => value))].map(csvLine).join('')

/** A line of CSV (RFC 4180). A text that a spreadsheet would run is one with an apostrophe before it. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string | null): string {
  if (cell === null) return ''
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
