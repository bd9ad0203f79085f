import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import colors from 'picocolors'
import type { SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import { openState } from '../../models/state/open-state.ts'
import { currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { publishingHeldAt } from '../../pipelines/run/hold.ts'
import { freshnessOf } from '../../pipelines/run/source-status.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

const RUNS_SHOWN = 5

export function addStatus(program: Command): void {
  program
    .command('status')
    .description(
      'sources with counts and freshness, last runs, the build that is served; exit 4 a source is held, 5 one is stale',
    )
    .option('--json', 'print it as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
      const status = await readStatus(homeFolder(options))
      if (status.sources.some((source) => source.freshness === 'stale')) process.exitCode = 5
      if (status.sources.some((source) => source.held)) process.exitCode = 4
      if (options.json) return printJson(status)
      const { build, sources, runs, publishingHeldAt: held } = status
      print(build ? `Build ${build.id}, as of ${build.asOf}` : 'No build is published yet; run: salesops run')
      if (held)
        print(colors.yellow(`Publishing is held at ${held}; release it with: salesops rollback --release`))
      if (sources.length) print(`\n${table(sources.map(({ kind, limits, ...source }) => source))}`)
      if (runs.length) print(`\n${table(runs)}`)
    })
}

async function readStatus(home: string) {
  if (!existsSync(home)) return { build: null, sources: [], runs: [], publishingHeldAt: null }
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  const state = await openState(home)
  try {
    const runs = await state
      .selectFrom('run')
      .select(['id', 'started_at', 'finished_at', 'outcome', 'build', 'held', 'message'])
      .orderBy('started_at', 'desc')
      .limit(RUNS_SHOWN)
      .execute()
    const lastHeld = JSON.parse(runs[0]?.held ?? '{}') as Record<string, string>
    const sources: readonly SourceStatus[] = manifest?.sources ?? []
    return {
      build: manifest && { id: manifest.id, asOf: manifest.asOf, publishedAt: pointer?.publishedAt ?? null },
      sources: sources.map((source) => ({
        ...source,
        // The sample company's exports never grow: they are as fresh as its build.
        freshness: manifest?.sample
          ? source.freshness
          : freshnessOf(source.lastLoadedAt, new Date(), source.limits),
        held: runs.length ? (lastHeld[source.name] ?? null) : source.held,
      })),
      runs: runs.map(({ held, ...run }) => run),
      publishingHeldAt: await publishingHeldAt(state),
    }
  } finally {
    await state.destroy()
  }
}
