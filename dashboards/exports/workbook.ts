import writeXlsx, { type Cell } from 'write-excel-file/node'
import type { Messages } from '../messages/en.ts'
import type { Sheet, SheetCell } from './sheet.ts'

/** What a workbook says of itself, line by line. */
export type About = readonly (readonly [what: string, value: string])[]

const formats = { money: '#,##0.00', number: '#,##0.######', percent: '0.0%', day: 'yyyy-mm-dd' } as const
const WIDTHS = { least: 10, most: 48 }

export interface NamedSheet {
  readonly name: string
  readonly sheet: Sheet
}

/** A workbook with the cells typed, so that no text is ever a formula, and a last sheet that says what they are. */
export function workbook(sheets: readonly NamedSheet[], about: About, words: Messages): Promise<Buffer> {
  const names = sheetNames([...sheets.map(({ name }) => name), words.exports.about])
  return writeXlsx([
    ...sheets.map(({ sheet: { heads, rows } }, index) => ({
      sheet: names[index] ?? '',
      columns: heads.map((head, column) => ({ width: widthOf(head, rows, column) })),
      stickyRowsCount: 1,
      data: [heads.map((head) => text(head, 'bold')), ...rows.map((cells) => cells.map(typed))],
    })),
    {
      sheet: names.at(-1) ?? '',
      columns: [{ width: 24 }, { width: 72 }],
      data: about.map(([what, value]) => [text(what, 'bold'), text(value)]),
    },
  ]).toBuffer()
}

function widthOf(head: string, rows: Sheet['rows'], column: number): number {
  const longest = Math.max(
    head.length,
    ...rows.slice(0, 200).map((cells) => cells[column]?.value?.length ?? 0),
  )
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, longest + 2))
}

const LONGEST_NAME = 31

/** Names as Excel takes them: 31 characters, none of `[]*?:/\`, none twice in any case. */
function sheetNames(wanted: readonly string[]): string[] {
  const names: string[] = []
  for (const one of wanted) {
    const clean = one.replace(/[[\]*?:/\\]/g, ' ')
    let name = clean.slice(0, LONGEST_NAME)
    for (let n = 2; names.some((known) => known.toLowerCase() === name.toLowerCase()); n++)
      name = `${clean.slice(0, LONGEST_NAME - 3)} ${n}`
    names.push(name)
  }
  return names
}

const text = (value: string, fontWeight?: 'bold'): Cell => ({
  value,
  type: String,
  ...(fontWeight && { fontWeight }),
})

function typed({ value, kind }: SheetCell): Cell {
  if (value === null) return null
  if (kind === 'text') return text(value)
  if (kind === 'day') return { value: new Date(`${value}T00:00:00Z`), type: Date, format: formats.day }
  const number = Number(value)
  return Number.isFinite(number) ? { value: number, type: Number, format: formats[kind] } : text(value)
}
