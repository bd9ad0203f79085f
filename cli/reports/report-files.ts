import { attachedFiles, attachedFormats } from '../../dashboards/reports/attached-files.ts'
import type { RenderedReport, ReportFile } from '../../dashboards/reports/rendered-report.ts'

export const reportFormats = [...attachedFormats, 'mail'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The files of a report in some formats, its mail as a browser can show it. */
export async function reportFiles(
  report: RenderedReport,
  formats: readonly ReportFormat[],
): Promise<ReportFile[]> {
  const attached = attachedFormats.filter((format) => formats.includes(format))
  return [
    ...(await attachedFiles(report, attached)),
    ...(formats.includes('mail') ? await mailFiles(`${report.name}-${report.day}`, report) : []),
  ]
}

/** A mail as a browser can show it: its pictures stand in the HTML, and its text in a file beside it. */
async function mailFiles(name: string, report: RenderedReport): Promise<ReportFile[]> {
  const { html, text, pictures } = await report.mail()
  const shown = pictures.reduce(
    (body, { cid, png }) =>
      body.replace(`cid:${cid}`, `data:image/png;base64,${Buffer.from(png).toString('base64')}`),
    html,
  )
  return [
    { name: `${name}-mail.html`, type: 'text/html; charset=utf-8', content: Buffer.from(shown) },
    { name: `${name}-mail.txt`, type: 'text/plain; charset=utf-8', content: Buffer.from(text) },
  ]
}
