import { csvOf } from '../exports/csv-line.ts'
import { type Sheet, sheetOfView } from '../exports/sheet.ts'
import { type About, type NamedSheet, workbook } from '../exports/workbook.ts'
import { formatFor } from '../tiles/format.ts'
import type { ReportContent } from './content.ts'
import type { LoadedTile } from './load-tiles.ts'
import type { ReportFile } from './rendered-report.ts'

/** The numbers of a report: its key figures on one sheet, and each other tile on its own. */
function sheetsOf({ figures, details, scope }: ReportContent): NamedSheet[] {
  const sheetOf = ({ tile, view }: LoadedTile): Sheet | null => sheetOfView(view, tile.title(scope), scope)
  const isFigure = ({ view }: LoadedTile): boolean => view.kind === 'kpi'
  const all = [...figures, ...details]
  const kpis = all.filter(isFigure).flatMap((loaded) => sheetOf(loaded) ?? [])
  const [first] = kpis
  return [
    ...(first
      ? [
          {
            name: scope.words.report.figures,
            sheet: { heads: first.heads, rows: kpis.flatMap(({ rows }) => rows) },
          },
        ]
      : []),
    ...all
      .filter((loaded) => !isFigure(loaded))
      .flatMap((loaded) => {
        const sheet = sheetOf(loaded)
        return sheet ? [{ name: loaded.tile.title(scope).measure, sheet }] : []
      }),
  ]
}

/** What the workbook is of. */
function aboutReport({ title, context, scope, details }: ReportContent, period: string): About {
  const { words, company } = scope
  const text = words.exports
  return [
    [text.report, title],
    [text.company, context.sample ? `${company.name} (${words.page.sample})` : company.name],
    [text.period, period],
    [text.asOf, formatFor(company, words.language).moment(context.build.asOf)],
    [text.build, context.build.id],
    ...details.map(({ tile }): About[number] => {
      const { measure, unit, scope: whom, period: when } = tile.title(scope)
      return [measure, [unit, whom, when].filter((part) => part !== '').join(', ')]
    }),
  ]
}

export const xlsxOf = (content: ReportContent, period: string): Promise<Uint8Array> =>
  workbook(sheetsOf(content), aboutReport(content, period), content.scope.words)

/** Each sheet as a file of CSV, numbered in the order of the report. */
export function csvFilesOf(content: ReportContent): ReportFile[] {
  return sheetsOf(content).map(({ name, sheet }, index) => ({
    name: `${String(index + 1).padStart(2, '0')}-${fileName(name)}.csv`,
    type: 'text/csv; charset=utf-8',
    content: Buffer.from(csvOf(sheet)),
  }))
}

const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
