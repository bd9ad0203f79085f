import type { Language } from '../../messages/languages.ts'
import type { Issue } from './issue.ts'

interface PlainIssue extends Pick<Issue, 'report' | 'period' | 'title' | 'subject' | 'build' | 'asOf'> {
  readonly lines: readonly string[]
  readonly language: Language
}

/** A message of some lines, for notices and alerts. */
export function plainIssue({ lines, language, ...issue }: PlainIssue): Issue {
  const body = lines.map((line) => `<p style="margin:0 0 12px">${escaped(line)}</p>`).join('')
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<title>${escaped(issue.subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:15px/1.5 Helvetica,Arial,sans-serif;color:#1c2430;background:#fff">',
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escaped(issue.title)}</h1>${body}`,
    `<p style="margin:24px 0 0;font-size:12px;color:#5b6573">${escaped(`build ${issue.build}`)}</p>`,
    '</body></html>\n',
  ].join('')
  return { ...issue, html, text: [issue.title, '', ...lines].join('\n'), pictures: [], attachments: [] }
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
