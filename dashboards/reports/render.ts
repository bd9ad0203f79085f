import type { Freshness } from '../../models/contract/ops/freshness.ts'
import { periodWords } from '../tiles/title.ts'
import { type ContentOptions, loadContent } from './content.ts'
import type { RenderedReport } from './rendered-report.ts'
import { csvFilesOf, xlsxOf } from './sheets.ts'
import { standalonePage } from './standalone.ts'

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
    page: () => standalonePage(content),
    xlsx: () => xlsxOf(content, period),
    csv: () => csvFilesOf(content),
  }
}

const byFreshness = ['stale', 'warn', 'fresh'] as const satisfies readonly Freshness[]

const leastFresh = (all: readonly Freshness[]): Freshness =>
  byFreshness.find((one) => all.includes(one)) ?? 'fresh'
