import { chartSvg } from '../../charts/svg.ts'
import type { ReportContent } from '../content.ts'
import { faultAs } from '../fault.ts'
import type { MailPicture } from '../rendered-report.ts'
import { ReportError } from '../report-error.ts'
import { paint } from './picture.ts'

/** Width of a chart in a mail, in px. */
export const CHART_WIDTH = 600

/**
 * The charts of a report as pictures, by the id of their tile.
 * @throws ReportError `picture_blank` where nothing is on one
 */
export async function mailPictures({
  definition,
  figures,
  details,
  scope,
}: ReportContent): Promise<Map<string, MailPicture>> {
  const pictures = new Map<string, MailPicture>()
  for (const { tile, view } of [...figures, ...details]) {
    if (view.kind !== 'chart') continue
    const { png, isBlank } = await paint(chartSvg(view.chart, CHART_WIDTH))
    if (isBlank)
      throw new ReportError(faultAs('picture_blank', { tile: tile.id }), {
        report: definition.name,
        tile: tile.id,
      })
    const alt = scope.words.report.pictureOf(tile.title(scope).measure)
    pictures.set(tile.id, {
      cid: `${tile.id}@salesops`,
      name: `${tile.id}.png`,
      alt: `${alt}. ${view.chart.label}`,
      png,
    })
  }
  return pictures
}
