import type { ReportContent } from './content.ts'

/** What a report says of what is not in it: quarantined records, tiles that the reader may not see, audits that warn. */
export function qualityNotes({ context, leftOut, scope }: ReportContent): string[] {
  const { words, format } = scope
  return [
    words.report.quarantineNote,
    ...(leftOut.length > 0 ? [words.report.leftOut(leftOut.map((tile) => tile.title(scope).measure))] : []),
    ...context.audits.warnings.map(({ model, audit, failures }) =>
      words.build.warning(model, audit, format.count(failures)),
    ),
  ]
}
