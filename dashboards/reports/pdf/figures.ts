import type { Scope } from '../../tiles/scope.ts'
import type { KpiView, Variance } from '../../tiles/tile.ts'
import type { LoadedTile } from '../load-tiles.ts'
import { CONTENT_WIDTH, colors, type Sheet } from './sheet.ts'
import { lineHeight, linesOf, type TextStyle, widthOf, writeLine } from './text.ts'

const COLUMNS = 3
const GAP = 18
const WIDTH = (CONTENT_WIDTH - GAP * (COLUMNS - 1)) / COLUMNS

const small = { size: 7.5, color: colors.muted }
const label = { size: 8.5, color: colors.ink, isBold: true }
const number = { size: 17, color: colors.ink, isBold: true }

interface Line {
  readonly text: string
  readonly style: TextStyle
  readonly after?: { readonly text: string; readonly style: TextStyle }
  readonly mark?: Variance['judgement']
}

/** Writes the key figures, three side by side. */
export function writeFigures(sheet: Sheet, figures: readonly LoadedTile[], scope: Scope): void {
  const cells = figures.map((loaded) => linesOfFigure(sheet, loaded, scope))
  for (let at = 0; at < cells.length; at += COLUMNS) {
    const row = cells.slice(at, at + COLUMNS)
    const height = Math.max(
      ...row.map((lines) => lines.reduce((sum, { style }) => sum + lineHeight(style), 0)),
    )
    sheet.need(height)
    for (const [column, lines] of row.entries()) writeCell(sheet, lines, sheet.left + column * (WIDTH + GAP))
    sheet.gap(height + 11)
  }
}

function writeCell(sheet: Sheet, lines: readonly Line[], x: number): void {
  let { y } = sheet
  for (const { text, style, after, mark } of lines) {
    const left = mark === undefined ? x : x + writeMark(sheet, mark, x, y + lineHeight(style) / 2)
    writeLine(sheet.doc, text, left, y, style)
    if (after)
      writeLine(sheet.doc, after.text, left + widthOf(sheet.doc, text, style) + 4, y + 7.5, after.style)
    y += lineHeight(style)
  }
}

function linesOfFigure(sheet: Sheet, { tile, view }: LoadedTile, scope: Scope): Line[] {
  const title = tile.title(scope)
  const wrapped = (text: string, style: TextStyle, width = WIDTH): Line[] =>
    linesOf(sheet.doc, text, width, style).map((line) => ({ text: line, style }))
  const head = wrapped(title.measure, label)
  const own = title.isOwnPeriod ? wrapped(title.period, small) : []
  if (view.kind === 'empty') return [...head, ...own, ...wrapped(view.reason, small)]
  if (view.kind !== 'kpi') return head
  return [...head, ...own, ...linesOfKpi(view, title.unit, wrapped)]
}

function linesOfKpi(
  { value, progress, note, variance }: KpiView,
  unit: string,
  wrapped: (text: string, style: TextStyle, width?: number) => Line[],
): Line[] {
  return [
    { text: value, style: number, ...(unit !== '%' && { after: { text: unit, style: small } }) },
    ...(progress ? wrapped(progress.label, small) : []),
    ...wrapped(note, small),
    ...(variance ? varianceLines(variance, wrapped) : []),
  ]
}

function varianceLines(
  { code, text, against, judgement }: Variance,
  wrapped: (text: string, style: TextStyle, width?: number) => Line[],
): Line[] {
  const color = judgement === 'neutral' ? colors.ink : colors[judgement]
  const [first, ...rest] = wrapped(`${text} ${code} ${against}`, { size: 8, color }, WIDTH - 10)
  return first ? [{ ...first, mark: judgement }, ...rest] : []
}

/** Good is filled, bad is hollow: the form tells them apart as well as the colour. Gives the width that it takes. */
function writeMark({ doc }: Sheet, judgement: Variance['judgement'], x: number, y: number): number {
  if (judgement === 'good')
    doc
      .circle(x + 3, y, 2.6)
      .fillColor(colors.good)
      .fill()
  if (judgement === 'bad')
    doc
      .moveTo(x + 3, y - 3.2)
      .lineTo(x + 6.2, y)
      .lineTo(x + 3, y + 3.2)
      .lineTo(x - 0.2, y)
      .closePath()
      .lineWidth(1)
      .strokeColor(colors.bad)
      .stroke()
  if (judgement === 'neutral')
    doc
      .moveTo(x, y)
      .lineTo(x + 6, y)
      .lineWidth(1)
      .strokeColor(colors.ink)
      .stroke()
  return 10
}
