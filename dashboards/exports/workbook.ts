import writeXlsx, { type Cell } from 'write-excel-file/node'
import { en } from '../messages/en.ts'
import type { Sheet, SheetCell } from './sheet.ts'

/** What a workbook says of itself, line by line. */
export type About = readonly (readonly [what: string, value: string])[]

const formats = { money: '#,##0.00', number: '#,##0.######', percent: '0.0%', day: 'yyyy-mm-dd' } as const
const WIDTHS = { least: 10, most: 48 }

/** A workbook with the cells typed, so that no text is ever a formula, and a second sheet that says what they are. */
export function workbook(name: string, { heads, rows }: Sheet, about: About): Promise<Buffer> {
  const width = (index: number): number => {
    const longest = Math.max(
      heads[index]?.length ?? 0,
      ...rows.slice(0, 200).map((cells) => cells[index]?.value?.length ?? 0),
    )
    return Math.min(WIDTHS.most, Math.max(WIDTHS.least, longest + 2))
  }
  return writeXlsx([
    {
      // Excel takes 31 characters, and none of these.
      sheet: name.replace(/[[\]*?:/\\]/g, ' ').slice(0, 31),
      columns: heads.map((_, index) => ({ width: width(index) })),
      stickyRowsCount: 1,
      data: [heads.map((head) => text(head, 'bold')), ...rows.map((cells) => cells.map(typed))],
    },
    {
      sheet: en.exports.about,
      columns: [{ width: 24 }, { width: 72 }],
      data: about.map(([what, value]) => [text(what, 'bold'), text(value)]),
    },
  ]).toBuffer()
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
