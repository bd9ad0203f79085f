import type { Freshness } from '../../models/contract/ops/freshness.ts'
import { periodWords } from '../tiles/title.ts'
import { type ContentOptions, loadContent } from './content.ts'
import { mailHtml } from './mail/mail-html.tsx'
import { mailPictures } from './mail/mail-pictures.ts'
import { mailText } from './mail/mail-text.ts'
import { reportPdf } from './pdf/report-pdf.ts'
import type { RenderedReport } from './rendered-report.ts'
import { csvFilesOf, xlsxOf } from './sheets.ts'
import { standalonePage } from './standalone.ts'
import { tracedTile } from './traced.ts'

/**
 * Renders a report of a build, with the same tiles and drawings as the pages. Files are made when they are asked for.
 * @throws ReportError where a tile fails, or is empty where it should not be
 */
export async function renderReport(options: ContentOptions): Promise<RenderedReport> {
  const content = await loadContent(options)
  const { definition, title, context, scope } = content
  const period = periodWords(scope)
  return {
    name: definition.name,
    title,
    subject: scope.words.report.subject(title, scope.company.name, period),
    period,
    build: context.build.id,
    day: context.calendar.today,
    asOf: context.build.asOf,
    freshness: leastFresh(context.sources.map(({ freshness }) => freshness)),
    quarantined: context.quarantined,
    figures: [
      ...(content.changes ?? []).flatMap((change) => change.figures),
      ...[...content.figures, ...content.details].flatMap(({ tile, view, answers }) =>
        tracedTile(tile.id, view, answers),
      ),
    ],
    mail: async () => {
      const pictures = await mailPictures(content)
      return { html: mailHtml(content, pictures), text: mailText(content), pictures: [...pictures.values()] }
    },
    page: () => standalonePage(content),
    pdf: () => reportPdf(content),
    xlsx: () => xlsxOf(content, period),
    csv: () => csvFilesOf(content),
  }
}

const byFreshness = ['stale', 'warn', 'fresh'] as const satisfies readonly Freshness[]

const leastFresh = (all: readonly Freshness[]): Freshness =>
  byFreshness.find((one) => all.includes(one)) ?? 'fresh'
