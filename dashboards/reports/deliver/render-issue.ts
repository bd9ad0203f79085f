import type { CubeUser } from '../../../cube/server.ts'
import { messagesOf } from '../../messages/index.ts'
import { languageOf } from '../../messages/languages.ts'
import { attachedFiles } from '../attached-files.ts'
import { renderReport } from '../render.ts'
import type { Due } from '../schedule/due.ts'
import { definitionOf } from './content.ts'
import type { Delivering } from './delivery.ts'
import type { Issue } from './issue.ts'
import { escaped } from './plain-issue.ts'
import type { Plan } from './plan.ts'

interface Wanted {
  readonly plan: Plan
  readonly due: Due
  /** With whose rights. */
  readonly user: CubeUser
  readonly isLate: boolean
}

/**
 * Makes what is sent of a report.
 * @throws PlanError where there is no such report, ReportError where it must not be given out
 */
export async function renderIssue(
  { cube, build }: Pick<Delivering, 'cube' | 'build'>,
  { plan, due, user, isLate }: Wanted,
): Promise<Issue> {
  const definition = definitionOf(plan, user.role, build.manifest.extension)
  const language = plan.language ?? languageOf(build.manifest.company.locale)
  const report = await renderReport({ definition, cube, user, build, language })
  const mail = await report.mail()
  const note = isLate ? messagesOf(language).delivery.late(due.period) : null
  return {
    report: plan.id,
    period: due.period,
    title: report.title,
    subject: report.subject,
    html: withNote(mail.html, note),
    text: [...(note === null ? [] : [note, '']), mail.text].join('\n'),
    pictures: mail.pictures.map(({ cid, name, png }) => ({ cid, name, type: 'image/png', content: png })),
    attachments: await attachedFiles(report, plan.formats),
    build: report.build,
    asOf: report.asOf,
  }
}

/** A page with a note above all else. */
function withNote(html: string, note: string | null): string {
  if (note === null) return html
  const box =
    'margin:0;padding:12px 16px;background:#fff4d6;color:#1c2430;font:14px/1.4 Helvetica,Arial,sans-serif'
  return html.replace(/<body[^>]*>/, (body) => `${body}<p style="${box}">${escaped(note)}</p>`)
}
