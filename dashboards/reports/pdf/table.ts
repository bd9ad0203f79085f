import type { TableCell, TableColumn, TableModel } from '../../tiles/table.ts'
import { CONTENT_WIDTH, colors, type Sheet } from './sheet.ts'
import { lineHeight, linesOf, partsOf, type TextStyle, widthOf, writeLine } from './text.ts'

const PAD = 8
/** Sizes that letters of a table may have: the first that lets its columns stand side by side. */
const SIZES = [8, 7.5, 7, 6.5, 6] as const
/** A part that is longer is broken within. */
const LONGEST_PART = 120

interface Set {
  readonly widths: readonly number[]
  readonly style: TextStyle
}

const headOf = ({ head, unit }: TableColumn): string => (unit === undefined ? head : `${head}, ${unit}`)

/** Writes a table; its head stands again on each page that it goes on to. */
export function writeTable(sheet: Sheet, table: TableModel): void {
  const set = setOf(sheet, table)
  const head = table.columns.map((column) => ({ text: headOf(column) }))
  const headStyle = { ...set.style, color: colors.muted }
  const writeHead = (): void => {
    writeRow(sheet, table.columns, head, { ...set, style: headStyle })
    sheet.rule(colors.ink)
    sheet.gap(2)
  }
  sheet.need(rowHeight(sheet, head, { ...set, style: headStyle }) + 3 * lineHeight(set.style))
  writeHead()
  for (const row of table.rows) {
    const height = rowHeight(sheet, row, set)
    if (height > sheet.rest) {
      sheet.nextPage()
      writeHead()
    }
    writeRow(sheet, table.columns, row, set)
    sheet.rule()
    sheet.gap(1)
  }
}

function linesIn(sheet: Sheet, { text }: TableCell, width: number, style: TextStyle): string[] {
  return linesOf(sheet.doc, text, width - PAD, style)
}

function rowHeight(sheet: Sheet, row: readonly TableCell[], { widths, style }: Set): number {
  const counts = row.map((cell, index) => linesIn(sheet, cell, widths[index] ?? 0, style).length)
  return Math.max(1, ...counts) * lineHeight(style) + 2
}

function writeRow(
  sheet: Sheet,
  columns: readonly TableColumn[],
  row: readonly TableCell[],
  { widths, style }: Set,
): void {
  let x = sheet.left
  row.forEach((cell, index) => {
    const width = widths[index] ?? 0
    const isNumeric = columns[index]?.numeric === true
    const color = cell.faint ? colors.muted : style.color
    linesIn(sheet, cell, width, style).forEach((line, at) => {
      const gap = index === row.length - 1 ? 0 : PAD
      const left = isNumeric ? x + width - gap - widthOf(sheet.doc, line, style) : x
      writeLine(sheet.doc, line, left, sheet.y + at * lineHeight(style), { ...style, color })
    })
    x += width
  })
  sheet.y += rowHeight(sheet, row, { widths, style })
}

/** Numbers and words are never broken within; columns of words share what is left by how long they are. */
function setOf(sheet: Sheet, table: TableModel): Set {
  const isText = table.columns.map(({ numeric }) => !numeric)
  for (const size of SIZES) {
    const style = { size, color: colors.ink }
    const natural = table.columns.map((_, index) => naturalWidth(sheet, table, index, style))
    const least = table.columns.map((_, index) =>
      isText[index] ? leastWidth(sheet, table, index, style) : (natural[index] ?? 0),
    )
    const room = CONTENT_WIDTH - sumOf(least)
    if (room < 0 && size !== SIZES.at(-1)) continue
    const wanted = natural.map((width, index) => Math.max(0, width - (least[index] ?? 0)))
    const more = sumOf(wanted)
    if (more <= room) return { style, widths: spread(natural, isText, room - more) }
    return {
      style,
      widths: least.map((width, index) => width + (Math.max(0, room) * (wanted[index] ?? 0)) / more),
    }
  }
  throw new Error('A table has a last size.')
}

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0)

/** Room to spare goes to the columns of numbers too, so that they do not crowd at the edge. */
function spread(natural: readonly number[], isText: readonly boolean[], spare: number): number[] {
  const first = isText.indexOf(true)
  const others = natural.length - (first < 0 ? 0 : 1)
  const each = others === 0 ? 0 : Math.min(40, spare / natural.length)
  return natural.map((width, index) => (index === first ? width + spare - each * others : width + each))
}

/** The longest part of a column of words that no line may end within. */
function leastWidth(sheet: Sheet, { columns, rows }: TableModel, index: number, style: TextStyle): number {
  const column = columns[index]
  const texts = [column ? headOf(column) : '', ...rows.map((row) => row[index]?.text ?? '')]
  const parts = new Set(texts.flatMap(partsOf))
  return (
    Math.min(LONGEST_PART, Math.max(...[...parts].map((part) => widthOf(sheet.doc, part.trimEnd(), style)))) +
    PAD
  )
}

/** Of a column of numbers the widest number or word of the head; of words the widest text. */
function naturalWidth(sheet: Sheet, { columns, rows }: TableModel, index: number, style: TextStyle): number {
  const column = columns[index]
  const width = (text: string): number => widthOf(sheet.doc, text, style)
  const head = column ? headOf(column).split(/\s+/) : []
  const cells = rows.map((row) => width(row[index]?.text ?? ''))
  return Math.max(...head.map(width), ...cells, 0) + PAD
}
