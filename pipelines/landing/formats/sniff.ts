import { splitCells } from '../header.ts'
import { filledCount, findHeader } from './layout.ts'

/** How a delimited text begins. */
export interface Sniffed {
  readonly delimiter: string
  /** Where the header begins, in bytes. */
  readonly start: number
  /** The lines above the header. */
  readonly banner: readonly string[]
}

const candidates = [',', ';', '\t', '|', '^', '`']
const headRows = 60

/**
 * Finds the delimiter and the header of a text by its first bytes, `isWhole` where there are no more; undefined where more than one delimiter fits.
 * A line `sep=;` as Excel writes it settles it, and so does `declared`.
 */
export function sniff(head: Buffer, isWhole: boolean, declared: string | undefined): Sniffed | undefined {
  // One character a byte, so that places in the text are places in the file.
  const text = head.toString('latin1')
  const [line = '', mark] = /^"?sep=([^"\r\n])"?(?:\r\n|\r|\n|$)/i.exec(text) ?? []
  const from = line.length
  const told = declared ?? mark
  const tables = (told ? [told] : candidates).map((delimiter) => tableOf(text, from, delimiter, isWhole))
  const best = told ? tables[0] : choose(tables)
  if (!best) return undefined
  const { delimiter, header, rows } = best
  const banner = rows.slice(0, header).map(({ cells }) => toUtf8(cells.filter(Boolean).join(' ')))
  return { delimiter, start: rows[header]?.start ?? from, banner }
}

interface Table {
  readonly delimiter: string
  readonly rows: readonly { readonly start: number; readonly cells: readonly string[] }[]
  /** Place of the header among the rows. */
  readonly header: number
  /** Cells of the header; 1 where the delimiter does not fit. */
  readonly width: number
}

function tableOf(text: string, from: number, delimiter: string, isWhole: boolean): Table {
  const rows = rowsOf(text, from, delimiter, isWhole)
  const usual = usualWidth(rows.map(({ cells }) => cells.length))
  const header = findHeader(
    rows.map(({ cells }) => cells),
    Math.max(1, ...rows.filter(({ cells }) => cells.length === usual).map(({ cells }) => filledCount(cells))),
  )
  return { delimiter, rows, header, width: rows[header]?.cells.length ?? 1 }
}

/** The delimiter that cuts most cells, where it cuts clearly more than the next and most rows alike. */
function choose(tables: readonly Table[]): Table | undefined {
  const cutting = tables.filter(({ width }) => width > 1)
  // A file of one column has no delimiter.
  if (cutting.length === 0) return tables[0]
  const even = cutting.filter(isEven)
  const fitting = even.length ? even : cutting
  // A line that a mark cuts into a header needs no other that makes a banner of it.
  const first = fitting.filter(({ header }) => header === 0)
  const [best, next] = (first.length ? first : fitting).sort((a, b) => b.width - a.width)
  return best && (!next || best.width >= next.width * 1.5) ? best : undefined
}

function isEven({ rows, header, width }: Table): boolean {
  const below = rows.slice(header + 1)
  return below.filter(({ cells }) => cells.length === width).length * 2 >= below.length
}

/** The number of cells that most rows have, one cell apart; the first seen of equals. */
function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  let usual = 1
  for (const [width, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = width
  return usual
}

function rowsOf(text: string, from: number, delimiter: string, isWhole: boolean) {
  const rows: { start: number; cells: readonly string[] }[] = []
  let end = from
  for (let start = from; start < text.length && rows.length < headRows; ) {
    end = endOfRow(text, start, delimiter)
    if (end > start) rows.push({ start, cells: splitCells(text.slice(start, end), delimiter) })
    start = text.startsWith('\r\n', end) ? end + 2 : end + 1
  }
  // A row that the head cuts off tells nothing.
  if (!isWhole && end === text.length && rows.length > 1) rows.pop()
  return rows
}

/** The end of the row that begins at a place, line ends in quotes apart. */
function endOfRow(text: string, start: number, delimiter: string): number {
  let open = false
  let atStart = true
  for (let i = start; i < text.length; i++) {
    const mark = text[i]
    if (mark === '"' && (open || atStart)) open = !open
    else if (!open && (mark === '\n' || mark === '\r')) return i
    atStart = mark === delimiter || (mark === '"' && !open && text[i + 1] === '"')
  }
  return text.length
}

function toUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}
