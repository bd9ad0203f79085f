import type { Command } from 'commander'
import colors from 'picocolors'
import { describeAudits } from '../describe-audits.ts'
import { readStatus } from '../read-status.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { counted, print, printJson, table } from '../terminal.ts'
import { unreadLines } from '../unread-lines.ts'

type Status = Awaited<ReturnType<typeof readStatus>>

/** Warnings and unread files that are named a source; `--json` names all. */
const NAMED = 10

export function addStatus(command: Command): void {
  command.option('--json', 'print it as JSON').action(async (_, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
    const status = await readStatus(homeFolder(options))
    if (status.sources.some((source) => source.freshness === 'stale')) process.exitCode = 5
    if (status.sources.some((source) => source.held)) process.exitCode = 4
    if (options.json) printJson(status)
    else describe(status)
  })
}

function describe({ build, notPublished, sources, runs, publishingHeldAt }: Status): void {
  print(build ? `Build ${build.id}, as of ${build.asOf}` : 'No build is published yet; run: salesops run')
  if (build) describeAudits(build.failedAudits)
  if (notPublished) {
    print(colors.red(`Build ${notPublished.id} failed its audits and was not published:`))
    describeAudits(notPublished.failedAudits)
  }
  if (publishingHeldAt)
    print(
      colors.yellow(
        `Publishing is held at ${publishingHeldAt}; release it with: salesops rollback --release`,
      ),
    )
  for (const { name, held } of sources) if (held) print(colors.red(`Held: ${name}: ${held}`))
  if (sources.length) print(`\n${table(sources.map(rowOf))}`)
  const notices = sources.flatMap(noticesOf)
  if (notices.length) print(`\n${notices.map((line) => colors.yellow(line)).join('\n')}`)
  if (runs.length) print(`\n${table(runs)}`)
}

/** Counts so far, and beside them those of the last run. */
function rowOf({ name, lastLoadedAt, freshness, lastRun, notRecords, ...source }: Status['sources'][number]) {
  const { banner, subtotal, footer } = notRecords
  return {
    source: name,
    newest: lastLoadedAt,
    state: source.held ? `held, ${freshness}` : freshness,
    records: source.records,
    loaded: source.loaded,
    quarantined: source.quarantined,
    'run records': lastRun.records,
    'run loaded': lastRun.loaded,
    'run quarantined': lastRun.quarantined,
    'not records': banner + subtotal + footer,
    warnings: source.warnings.length,
    'not read': source.unread.length,
  }
}

function noticesOf({ name, warnings, unread, notRecords }: Status['sources'][number]): string[] {
  const lines = Object.entries(notRecords).filter(([, count]) => count > 0)
  return [
    ...named(unreadLines(name, unread), 'file'),
    ...named(
      warnings.map(({ file, text }) => `Warning: ${name}/${file}: ${text}`),
      'warning',
    ),
    ...(lines.length
      ? [`Not records: ${name}: ${lines.map(([kind, count]) => counted(count, `${kind} line`)).join(', ')}`]
      : []),
  ]
}

function named(lines: readonly string[], word: string): string[] {
  const rest = lines.length - NAMED
  const more = rest > 0 ? [`... and ${counted(rest, `more ${word}`)}: salesops status --json`] : []
  return [...lines.slice(0, NAMED), ...more]
}
