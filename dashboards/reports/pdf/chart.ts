import svgToPdf from 'svg-to-pdfkit'
import { chartHeight } from '../../charts/option.ts'
import type { ChartSpec } from '../../charts/spec.ts'
import { chartSvg } from '../../charts/svg.ts'
import { withoutTexts, writeTexts } from './chart-texts.ts'
import { CONTENT_WIDTH, colors, type Sheet } from './sheet.ts'
import { lineHeight, widthOf, writeLine } from './text.ts'

/** Width that a chart is drawn for, in px: its letters are then of the size of tables. */
const DRAWN_WIDTH = 680

const scale = CONTENT_WIDTH / DRAWN_WIDTH

/** Height of a chart on paper, in points. */
export const chartHeightOf = (chart: ChartSpec): number =>
  chartHeight(chart) * scale + (chart.kind === 'columns' ? 14 : 0)

/** Draws a chart as lines and letters, not as a picture, and moves below it. */
export function drawChart(sheet: Sheet, chart: ChartSpec): void {
  if (chart.kind === 'columns') drawLegend(sheet, chart.series)
  const { doc } = sheet
  doc.save().translate(sheet.left, sheet.y).scale(scale)
  const { shapes, texts } = withoutTexts(chartSvg(chart, DRAWN_WIDTH))
  svgToPdf(doc, shapes, 0, 0, { assumePt: true })
  writeTexts(doc, texts)
  doc.restore()
  sheet.y += chartHeight(chart) * scale
}

type Series = Extract<ChartSpec, { kind: 'columns' }>['series']

/** What the columns stand for, drawn as they are. */
function drawLegend(sheet: Sheet, series: Series): void {
  const { doc } = sheet
  const style = { size: 7.5, color: colors.muted }
  let x = sheet.left
  for (const { code, name } of [...series].reverse()) {
    const y = sheet.y + 2
    doc.rect(x, y, 6, 8).lineWidth(0.75)
    if (code === 'PL') doc.strokeColor(colors.ink).stroke()
    else doc.fillColor(code === 'PY' ? colors.earlier : colors.actual).fill()
    writeLine(doc, name, x + 10, sheet.y, style)
    x += 10 + widthOf(doc, name, style) + 16
  }
  sheet.y += lineHeight(style) + 3
}
