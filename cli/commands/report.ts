import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Language, languageNames } from '../../dashboards/messages/languages.ts'
import { reports } from '../../dashboards/reports/definitions/index.ts'
import { reportsWith } from '../../dashboards/reports/own-reports.ts'
import { renderReport } from '../../dashboards/reports/render.ts'
import { noExtension } from '../../models/contract/extension.ts'
import { noteAccess } from '../../models/state/access-log.ts'
import { openState } from '../../models/state/open-state.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'
import { CliError } from '../cli-error.ts'
import { homeFolder } from '../reading.ts'
import { readerNamed } from '../reports/reader-named.ts'
import { type ReportFormat, reportFiles, reportFormats } from '../reports/report-files.ts'
import { onBuildAsKnown, onServedBuild } from '../reports/reported-build.ts'
import { sendNow } from '../reports/send-now.ts'
import { shellUser } from '../serving.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson } from '../terminal.ts'

interface ReportOptions extends CommonOptions {
  readonly out?: string
  readonly format: readonly ReportFormat[]
  readonly as?: string
  readonly asOf?: string
  readonly send?: boolean
  readonly resend?: boolean
  readonly to?: string
  readonly language?: Language
  readonly json?: boolean
}

export function addReport(command: Command): void {
  command
    .argument('<name>', `one of ${[...reports.keys()].join(', ')}, or one of the company's own`)
    .option('--out <folder>', 'folder to write (default reports/ in the home)')
    .option('--format <list>', `any of ${reportFormats.join(', ')}, parted by commas`, parseFormats, ['html'])
    .addOption(new Option('--language <language>', "the company's own unless told").choices(languageNames))
    .option('--as <user>', 'with the rights of a user, or of the person of the CRM with this address')
    .option('--as-of <day>', 'of what was known at the end of a day (YYYY-MM-DD), by loading time')
    .option('--send', 'send it now to all its recipients, as an entry of reports: in the configuration says')
    .option('--resend', 'send its last issue again to whom it did not reach, or nobody can tell')
    .option('--to <user>', 'with --resend: to this user, whether it reached them or not')
    .option('--json', 'print {report, build, files}, or what was sent, as JSON')
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<ReportOptions>()
      const home = homeFolder(options)
      const { asOf, as, language, send, resend, to, json = false } = options
      if (send || resend) return sendNow(name, { options, resend: resend === true, to, json })
      const on: typeof onServedBuild =
        asOf === undefined
          ? onServedBuild
          : (folder, work) => onBuildAsKnown(folder, asOf, { options, isQuiet: options.json ?? false }, work)
      const { build, files } = await on(home, async (cube, served) => {
        const known = reportsWith(served.manifest.extension ?? noExtension)
        const definition = known.get(name)
        if (!definition) throw unknownReport(name, [...known.keys()])
        const user = as === undefined ? shellUser : await readerNamed(home, cube, as)
        const report = await renderReport({
          definition,
          cube,
          user,
          build: served,
          ...(language && { language }),
        })
        return { build: report.build, files: await reportFiles(report, options.format) }
      })
      const folder = resolve(options.out ?? join(home, 'reports'))
      mkdirSync(folder, { recursive: true })
      const paths = files.map((file) => join(folder, file.name))
      for (const [index, { content }] of files.entries()) await writeDurably(paths[index] ?? '', content)
      await noteExport(home, `report ${name}`)
      if (options.json) printJson({ report: name, build, files: paths })
      else for (const path of paths) print(`Wrote ${path}, of build ${build}`)
    })
}

function parseFormats(text: string): ReportFormat[] {
  return text.split(',').map((one) => {
    const format = reportFormats.find((known) => known === one.trim())
    if (!format) throw new InvalidArgumentError(`${one} is none of ${reportFormats.join(', ')}.`)
    return format
  })
}

const unknownReport = (name: string, known: readonly string[]): CliError =>
  new CliError({
    code: 'report_unknown',
    message: `${name} is not a report`,
    cure: `name one of: ${known.join(', ')}`,
  })

/** What leaves the house is noted in the access log. */
async function noteExport(home: string, what: string): Promise<void> {
  const state = await openState(home)
  try {
    await noteAccess(state, 'export', shellUser.name, what)
  } finally {
    await state.destroy()
  }
}
