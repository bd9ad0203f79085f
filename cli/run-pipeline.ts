import colors from 'picocolors'
import { companyDayOf, endOfCompanyDay } from '../pipelines/landing/company-day.ts'
import { type RunResult, run } from '../pipelines/run/run.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import { memoryShare } from './memory.ts'
import { type Setup, sampleFolder, sampleUntil } from './setup.ts'
import { counted, type ProgressLine, print } from './terminal.ts'

const SAMPLE_SEED = 1

/** Runs the pipeline of a setup, after writing the sample company's exports where it has none. */
export async function runPipeline(
  setup: Setup,
  progress: ProgressLine,
  { full = false, acceptShrink = false } = {},
): Promise<RunResult> {
  const asOf = setup.sample ? await sampleDay(setup, progress) : setup.asOf
  const result = await run({
    ...setup,
    ...(asOf && { asOf }),
    full,
    acceptShrink,
    memoryLimit: memoryShare(setup.memory, 'run'),
    progress: {
      step: (phase, name, done, total) =>
        progress.step(phase === 'land' ? 'Landing' : 'Building', name, done, total),
    },
  })
  progress.done()
  return result
}

async function sampleDay(setup: Setup, progress: ProgressLine): Promise<Date> {
  const folder = sampleFolder(setup.home)
  const today = companyDayOf(new Date(), setup.company.timezone)
  if (!sampleUntil(folder)) {
    await writeSample({
      scale: 1,
      seed: SAMPLE_SEED,
      until: today,
      out: folder,
      onProgress: ({ step, done, total }) => progress.step('Sample', step, done, total),
    })
    progress.done()
  }
  return endOfCompanyDay(sampleUntil(folder) ?? today, setup.company.timezone)
}

/** The exit code of a run: 0 published or nothing to do, 3 an audit failed, 4 an input failed closed. */
export function exitCodeOf(result: RunResult): number {
  if (result.outcome === 'audit_failed') return 3
  return result.outcome === 'input_failed' ? 4 : 0
}

/** Tells a run's outcome in words. */
export function describeRun(result: RunResult, seconds: number): void {
  for (const [source, files] of result.unread) {
    for (const { file, cure } of files) print(colors.yellow(`Not read: ${source}/${file}: ${cure}`))
  }
  for (const [source, error] of result.held) print(colors.red(`Held: ${source}: ${error.message}`))
  for (const audit of result.failedAudits) {
    const paint = audit.severity === 'error' ? colors.red : colors.yellow
    const examples = audit.examples.length ? `, such as ${audit.examples.join('; ')}` : ''
    print(
      paint(
        `${audit.severity === 'error' ? 'Failed' : 'Warning'}: ${audit.model}: ${audit.audit}: ${counted(audit.failures, 'row')}${examples}`,
      ),
    )
  }
  if (result.missingRates) {
    print(
      `Fill in ${result.missingRates} and drop it as exchange_rate.csv where a source of kind sheets looks`,
    )
  }
  print(`${outcomeText(result)} (${counted(result.filesLanded, 'file')} landed, ${seconds.toFixed(1)} s)`)
}

function outcomeText(result: RunResult): string {
  switch (result.outcome) {
    case 'published':
      return colors.green(`Published build ${result.build}`)
    case 'unchanged':
      return `Nothing changed; build ${result.build} stays`
    case 'held':
      return colors.yellow(
        `Publishing is held at build ${result.build}; release it with: salesops rollback --release`,
      )
    case 'audit_failed':
      return colors.red(
        `Nothing published: an audit failed; ${result.build ? `build ${result.build} stays` : 'there is no build yet'}`,
      )
    case 'input_failed':
      return colors.red(
        `An input failed closed; ${result.build ? `build ${result.build} is served` : 'there is no build yet'}`,
      )
  }
}
