import type { Command } from 'commander'
import { companyDayOf } from '../../pipelines/landing/company-day.ts'
import { sampleCompany } from '../../pipelines/sources/sample/company.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { ProgressLine } from '../progress-line.ts'
import { homeFolder } from '../reading.ts'
import { type CommonOptions, sampleFolder } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

interface SampleCommandOptions extends CommonOptions {
  readonly scale: string
  readonly seed: string
  readonly until?: string
  readonly out?: string
  readonly json?: boolean
}

export function addSample(command: Command): void {
  command
    .option('--scale <number>', '1 is about 12,000 opportunities and 120,000 activities', '1')
    .option('--seed <number>', 'the same seed, scale and day give the same files', '1')
    .option('--until <date>', 'last day that the exports know of (default today)')
    .option('--out <folder>', 'folder to write (default sample/ in the home)')
    .option('--json', 'print what was written as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<SampleCommandOptions>()
      const progress = new ProgressLine(options.json ?? false)
      const summary = await writeSample({
        scale: Number(options.scale),
        seed: Number(options.seed),
        until: options.until ?? companyDayOf(new Date(), sampleCompany.timezone),
        out: options.out ?? sampleFolder(homeFolder(options)),
        onProgress: ({ step, done, total }) => progress.step('Writing', step, done, total),
      })
      progress.done()
      if (options.json) return printJson(summary)
      print(table(Object.entries(summary.records).map(([file, records]) => ({ file, records }))))
      print(
        `Wrote ${summary.out}: ${summary.drops.length} drops, ${summary.dirty} dirty records on purpose, what is true in truth.json`,
      )
    })
}
