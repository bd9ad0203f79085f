import { statusOf } from '../../status.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { changesTitle } from '../changes/changes.ts'
import type { ReportContent } from '../content.ts'
import type { LoadedTile } from '../load-tiles.ts'
import { qualityNotes } from '../quality-notes.ts'

/** The part of a mail for who reads text: page one, and what each chart says. */
export function mailText(content: ReportContent): string {
  const { title, context, scope, changes, figures, details } = content
  const { words, format, company } = scope
  const status = statusOf(context, words, format)
  const paragraphs = [
    [context.sample ? `${company.name} (${words.page.sample})` : company.name, title],
    [
      status.text,
      words.report.build(context.build.id, format.moment(context.build.publishedAt)),
      ...status.alerts,
    ],
    changes && [
      changesTitle(content.definition.changes, scope),
      ...(changes.length === 0 ? [words.report.changes.none] : []),
      ...changes.flatMap(({ what, why }, index) => [
        `${index + 1}. ${what}`,
        ...(why === null ? [] : [`   ${why}`]),
      ]),
    ],
    [
      `${words.report.figures}: ${scopeWords(scope)}, ${periodWords(scope)}`,
      ...figures.flatMap((loaded) => figureLines(loaded, content)),
    ],
    ...details.map((loaded) => detailLines(loaded, content)),
    qualityNotes(content),
  ]
  return `${paragraphs.flatMap((lines) => (lines ? [lines.join('\n')] : [])).join('\n\n')}\n`
}

function figureLines({ tile, view }: LoadedTile, { scope }: ReportContent): string[] {
  const { measure, unit, isOwnPeriod, period } = tile.title(scope)
  const name = isOwnPeriod ? `${measure} (${period})` : measure
  if (view.kind === 'empty') return [`- ${name}: ${view.reason}`]
  if (view.kind !== 'kpi') return []
  const { value, note, progress, variance } = view
  return [
    `- ${name}: ${unit === '%' ? value : `${value} ${unit}`}`,
    ...[progress?.label, note, variance && `${variance.text} ${variance.code} ${variance.against}`]
      .filter((line) => line !== undefined && line !== null && line !== '')
      .map((line) => `  ${line}`),
  ]
}

function detailLines(loaded: LoadedTile, content: ReportContent): string[] {
  const { tile, view } = loaded
  const { scope } = content
  if (view.kind === 'kpi') return figureLines(loaded, content)
  const { measure, unit, scope: whom, period } = tile.title(scope)
  const of = [unit, whom, period].filter((part) => part !== '').join(', ')
  if (view.kind === 'empty') return [`${measure}: ${of}`, view.reason]
  return [`${measure}: ${of}`, ...(view.message === null ? [] : [view.message]), scope.words.report.numbers]
}
