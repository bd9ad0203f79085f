import { statusOf } from '../../status.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { changesTitle } from '../changes/changes.ts'
import type { ReportContent } from '../content.ts'
import type { LoadedTile } from '../load-tiles.ts'
import { qualityNotes } from '../quality-notes.ts'
import { sourceTable } from '../source-table.ts'
import { chartHeightOf, drawChart } from './chart.ts'
import { writeFigures } from './figures.ts'
import { colors, Sheet } from './sheet.ts'
import { writeTable } from './table.ts'

const muted = { size: 8, color: colors.muted }
const heading = { size: 11, color: colors.ink, isBold: true }
const body = { size: 9, color: colors.ink }

/** A report on A4: page one tells what matters and how sound it is, then the tiles, then how each number is computed. */
export function reportPdf(content: ReportContent): Promise<Uint8Array> {
  const { title, context, scope, details } = content
  const { words, format, company } = scope
  const sheet = new Sheet({
    title: `${title}, ${company.name}`,
    language: words.language,
    author: company.name,
    created: new Date(context.build.asOf),
  })
  writeHead(sheet, content)
  writeChanges(sheet, content)
  section(sheet, `${words.report.figures}: ${scopeWords(scope)}, ${periodWords(scope)}`)
  writeFigures(sheet, content.figures, scope)
  writeQuality(sheet, content)
  if (details.length > 0) sheet.nextPage()
  for (const loaded of details) writeTile(sheet, loaded, content)
  writeDefinitions(sheet, content)
  const whose = context.sample ? `${company.name} (${words.page.sample})` : company.name
  return sheet.finish(
    `${whose} · ${title} · ${words.build.asOf(format.moment(context.build.asOf))}`,
    (page, pages) => words.report.pageOf(format.count(page), format.count(pages)),
  )
}

function writeHead(sheet: Sheet, { title, context, scope }: ReportContent): void {
  const { words, format, company } = scope
  const status = statusOf(context, words, format)
  sheet.paragraph(context.sample ? `${company.name} · ${words.page.sample}` : company.name, muted)
  sheet.paragraph(title, { size: 20, color: colors.ink, isBold: true })
  sheet.paragraph(status.text, muted)
  sheet.paragraph(words.report.build(context.build.id, format.moment(context.build.publishedAt)), muted)
  for (const alert of status.alerts) sheet.paragraph(alert, { ...body, color: colors.bad, isBold: true })
}

function section(sheet: Sheet, text: string): void {
  sheet.gap(9)
  sheet.need(60)
  sheet.rule()
  sheet.gap(7)
  sheet.paragraph(text, heading)
  sheet.gap(4)
}

function writeChanges(sheet: Sheet, content: ReportContent): void {
  const { changes, scope } = content
  if (changes === null) return
  section(sheet, changesTitle(content.definition.changes, scope))
  if (changes.length === 0) sheet.paragraph(scope.words.report.changes.none, body)
  changes.forEach(({ what, why }, index) => {
    sheet.paragraph(`${index + 1}. ${what}`, { ...body, size: 10, isBold: true })
    if (why !== null) sheet.paragraph(why, body, { x: sheet.left + 13, width: 490 })
    sheet.gap(3)
  })
}

function writeQuality(sheet: Sheet, content: ReportContent): void {
  const { context, scope } = content
  section(sheet, scope.words.report.quality)
  writeTable(sheet, sourceTable(context.sources, scope))
  sheet.gap(3)
  for (const note of qualityNotes(content)) sheet.paragraph(note, muted)
}

function writeTile(sheet: Sheet, loaded: LoadedTile, { scope }: ReportContent): void {
  const { tile, view } = loaded
  if (view.kind === 'kpi') {
    sheet.gap(6)
    writeFigures(sheet, [loaded], scope)
    return
  }
  const title = tile.title(scope)
  sheet.need(view.kind === 'chart' ? 62 + chartHeightOf(view.chart) : 150)
  sheet.gap(6)
  if (view.kind !== 'empty' && view.message !== null) sheet.paragraph(view.message, heading)
  const of = [title.unit, title.scope, title.period].filter((part) => part !== '').join(', ')
  sheet.paragraph(`${title.measure}: ${of}`, { ...muted, size: 8.5 })
  sheet.gap(5)
  if (view.kind === 'empty') sheet.paragraph(view.reason, body)
  if (view.kind === 'chart') drawChart(sheet, view.chart)
  if (view.kind === 'table') writeTable(sheet, view.table)
  sheet.gap(14)
}

function writeDefinitions(sheet: Sheet, { definitions, scope }: ReportContent): void {
  section(sheet, scope.words.report.definitions)
  for (const { title, text } of definitions) {
    sheet.need(30)
    sheet.paragraph(title, { ...body, size: 8, isBold: true })
    sheet.paragraph(text, muted)
    sheet.gap(4)
  }
}
