import colors from 'picocolors'
import type { BuildManifest } from '../models/contract/ops/build-manifest.ts'
import { models } from '../models/index.ts'
import { selectModels, UnknownModelError } from '../models/select-models.ts'
import { companyDayOf, endOfCompanyDay } from '../pipelines/landing/company-day.ts'
import { buildAsKnown } from '../pipelines/run/build-as-known.ts'
import { failureNotices, noticeText } from '../pipelines/run/notices.ts'
import { RunInProgressError, run } from '../pipelines/run/run.ts'
import type { RunOptions, RunResult } from '../pipelines/run/run-options.ts'
import { nearest } from '../pipelines/sources/nearest.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import { CliError } from './cli-error.ts'
import { describeAudits } from './describe-audits.ts'
import { memoryShare } from './memory.ts'
import type { ProgressLine } from './progress-line.ts'
import { type Setup, sampleFolder, sampleUntil } from './setup.ts'
import { counted, print } from './terminal.ts'

import { unreadLines } from './unread-lines.ts'

const SAMPLE_SEED = 1

/** What a run may be told. */
export interface PipelineOptions {
  readonly full?: boolean
  readonly acceptShrink?: boolean
  readonly acceptDrift?: boolean
  readonly acceptChanges?: boolean
  /** Names of the sources to land; all where there is none. */
  readonly source?: readonly string[]
  /** Models to make anew, as `model`, `model+` or `+model`; nothing is landed. */
  readonly select?: readonly string[]
  readonly fixQuarantine?: boolean
  /** E-mail address of a person to forget. */
  readonly forget?: string
}

/** Runs the pipeline of a setup, after writing the sample company's exports where it has none. */
export async function runPipeline(
  setup: Setup,
  progress: ProgressLine,
  {
    full = false,
    acceptShrink = false,
    acceptDrift = false,
    acceptChanges = false,
    fixQuarantine = false,
    forget,
    source = [],
    select = [],
  }: PipelineOptions = {},
): Promise<RunResult> {
  const asOf = setup.sample ? await sampleDay(setup, progress) : setup.asOf
  const result = await run({
    ...pipelineOf(setup, progress),
    ...(asOf && { asOf }),
    full,
    acceptShrink,
    acceptDrift,
    ...(acceptChanges && { headlines: { ...setup.headlines, severity: 'warn' } }),
    fixQuarantine,
    ...(forget !== undefined && { forget }),
    ...(select.length && { select: knownModels(select) }),
    ...(source.length && { only: knownSources(setup, source) }),
  })
  progress.done()
  return result
}

/** Builds the warehouse as it would have been at the end of a company day, without publishing it. */
export async function runAsKnown(setup: Setup, progress: ProgressLine, day: string): Promise<BuildManifest> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new CliError({ code: 'day_invalid', message: `${day} is not a day`, cure: 'give it as YYYY-MM-DD' })
  const manifest = await buildAsKnown(pipelineOf(setup, progress), day)
  progress.done()
  return manifest
}

/** A setup as the pipeline takes it: nothing accepted that has to be asked for. */
function pipelineOf(setup: Setup, progress: ProgressLine): RunOptions {
  return {
    ...setup,
    full: false,
    acceptShrink: false,
    acceptDrift: false,
    memoryLimit: memoryShare(setup.memory, 'run'),
    progress: {
      land: (source, file, done, total) => progress.step(`Landing ${source}`, file, done, total, 'bytes'),
      build: (model, done, total) => progress.step('Building', model, done, total),
    },
  }
}

/** Selections of models as given. @throws CliError where one names no model */
function knownModels(selections: readonly string[]): readonly string[] {
  try {
    selectModels(selections, models)
    return selections
  } catch (error) {
    if (!(error instanceof UnknownModelError)) throw error
    const close = nearest(error.value, error.expected)
    throw new CliError({
      code: error.code,
      message: error.message,
      cure: close ? `did you mean ${close}?` : 'docs/models.md has all of them',
    })
  }
}

/** The names of sources as given. @throws CliError where one is not configured */
function knownSources({ sources }: Setup, names: readonly string[]): readonly string[] {
  const known = sources.map(({ name }) => name)
  for (const name of names) {
    if (known.includes(name)) continue
    const close = nearest(name, known)
    throw new CliError({
      code: 'source_unknown',
      message: `${name} is not a source`,
      cure: close ? `did you mean ${close}?` : `the sources are ${known.join(', ')}`,
    })
  }
  return names
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

/** A run as JSON. */
export function runJson(result: RunResult): Record<string, unknown> {
  const held = [...result.held].map(([name, { code, where, cure, message }]) => [
    name,
    { code, where, cure, message },
  ])
  return { ...result, held: Object.fromEntries(held), unread: Object.fromEntries(result.unread) }
}

/** Does work of a setup, and tells the owners of its sources where it fails. */
export async function noticed<T>({ sources }: Setup, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CliError || error instanceof RunInProgressError))
      for (const notice of failureNotices(sources, `the run failed: ${textOf(error)}`))
        process.stderr.write(`${noticeText(notice)}\n`)
    throw error
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The exit code of a run: 0 published or nothing to do, 3 an audit failed, 4 an input failed closed. */
export function exitCodeOf(result: RunResult): number {
  if (result.outcome === 'audit_failed') return 3
  return result.outcome === 'input_failed' ? 4 : 0
}

/** Tells a run's outcome in words. */
export function describeRun(result: RunResult, seconds: number): void {
  for (const [source, files] of result.unread) {
    for (const line of unreadLines(source, files)) print(colors.yellow(line))
  }
  for (const { source, file, nowLoaded, quarantined } of result.fixed)
    print(`${source}/${file}: ${counted(nowLoaded, 'record')} load now, ${quarantined} still in quarantine`)
  for (const { source, file, text } of result.drift)
    print(colors.yellow(`Columns: ${source}/${file}: ${text}`))
  for (const [source, error] of result.held) print(colors.red(`Held: ${source}: ${error.message}`))
  for (const notice of result.notices) process.stderr.write(`${noticeText(notice)}\n`)
  describeAudits(result.failedAudits)
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
