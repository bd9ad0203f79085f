import type { RenderedReport, ReportFile } from '../../dashboards/reports/rendered-report.ts'

export const reportFormats = ['html', 'pdf', 'xlsx', 'csv', 'mail'] as const
export type ReportFormat = (typeof reportFormats)[number]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The files of a report in some formats, named by the report and the build's day. */
export async function reportFiles(
  report: RenderedReport,
  formats: readonly ReportFormat[],
): Promise<ReportFile[]> {
  const name = `${report.name}-${report.day}`
  const made: Record<ReportFormat, () => Promise<readonly ReportFile[]>> = {
    html: async () => [
      { name: `${name}.html`, type: 'text/html; charset=utf-8', content: Buffer.from(await report.page()) },
    ],
    pdf: async () => [{ name: `${name}.pdf`, type: 'application/pdf', content: await report.pdf() }],
    xlsx: async () => [{ name: `${name}.xlsx`, type: XLSX, content: await report.xlsx() }],
    mail: () => mailFiles(name, report),
    csv: async () => report.csv().map((file) => ({ ...file, name: `${name}-${file.name}` })),
  }
  const files: ReportFile[] = []
  for (const format of formats) files.push(...(await made[format]()))
  return files
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
