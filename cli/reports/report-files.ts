import type { RenderedReport, ReportFile } from '../../dashboards/reports/rendered-report.ts'

export const reportFormats = ['html', 'xlsx', 'csv'] as const
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
    xlsx: async () => [{ name: `${name}.xlsx`, type: XLSX, content: await report.xlsx() }],
    csv: async () => report.csv().map((file) => ({ ...file, name: `${name}-${file.name}` })),
  }
  const files: ReportFile[] = []
  for (const format of formats) files.push(...(await made[format]()))
  return files
}
