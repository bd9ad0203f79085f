import type { RenderedReport, ReportFile } from './rendered-report.ts'

/** What may be attached to a mail, or written to a folder. */
export const attachedFormats = ['html', 'pdf', 'xlsx', 'csv'] as const
export type AttachedFormat = (typeof attachedFormats)[number]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The files of a report in some formats, named by the report and the build's day. */
export async function attachedFiles(
  report: RenderedReport,
  formats: readonly AttachedFormat[],
): Promise<ReportFile[]> {
  const name = `${report.name}-${report.day}`
  const made: Record<AttachedFormat, () => Promise<readonly ReportFile[]>> = {
    html: async () => [
      { name: `${name}.html`, type: 'text/html; charset=utf-8', content: Buffer.from(await report.page()) },
    ],
    pdf: async () => [{ name: `${name}.pdf`, type: 'application/pdf', content: await report.pdf() }],
    xlsx: async () => [{ name: `${name}.xlsx`, type: XLSX, content: await report.xlsx() }],
    csv: async () => report.csv().map((file) => ({ ...file, name: `${name}-${file.name}` })),
  }
  const files: ReportFile[] = []
  for (const format of attachedFormats) if (formats.includes(format)) files.push(...(await made[format]()))
  return files
}
