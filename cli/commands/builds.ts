import type { Command } from 'commander'
import { openState } from '../../models/state/open-state.ts'
import { currentBuild, pointTo, readManifest } from '../../models/warehouse/builds.ts'
import { holdPublishing, publishingHeldAt } from '../../pipelines/run/hold.ts'
import { keptBuilds } from '../../pipelines/run/retention.ts'
import { CliError } from '../cli-error.ts'
import { describeAudits } from '../describe-audits.ts'
import { checkServable, homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

export function addBuilds(command: Command): void {
  command.option('--json', 'print them as JSON').action(async (_, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
    const home = homeFolder(options)
    const served = currentBuild(home)?.build
    const builds = keptBuilds(home).flatMap((id) => readManifest(home, id) ?? [])
    if (options.json) return printJson(builds.map((build) => ({ ...build, served: build.id === served })))
    if (builds.length === 0) return print('No builds yet; run: salesops run')
    print(
      table(
        builds.map((build) => ({
          build: build.id,
          served: build.id === served ? 'served' : '',
          'as of': build.asOf,
          audits: build.audits.length,
          failed: build.audits.filter((audit) => !audit.passed && audit.severity === 'error').length,
          warnings: build.audits.filter((audit) => !audit.passed && audit.severity === 'warn').length,
          sources: build.sources.map((source) => `${source.name} ${source.freshness}`).join(', '),
        })),
      ),
    )
    for (const build of builds) {
      const failed = build.audits.filter((audit) => !audit.passed)
      const isBlocked = failed.some((audit) => audit.severity === 'error')
      if (failed.length === 0 || !(isBlocked || build.id === served)) continue
      print(`\nBuild ${build.id}${isBlocked ? ' failed its audits and was not published' : ''}:`)
      describeAudits(failed)
    }
  })
}

export function addRollback(command: Command): void {
  command
    .argument('[build]', 'id of the build, as `salesops builds` lists it')
    .option('--release', 'let runs publish again')
    .action(async (build: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { release?: boolean }>()
      const home = homeFolder(options)
      const state = await openState(home)
      try {
        if (options.release) {
          const held = await publishingHeldAt(state)
          await holdPublishing(state, null)
          return print(held ? 'Publishing is released; the next run publishes' : 'Publishing was not held')
        }
        const manifest = build === undefined ? null : readManifest(home, build)
        if (build === undefined || !manifest) {
          throw new CliError({
            code: 'build_unknown',
            message: build === undefined ? 'No build was named' : `${build} is not a build that is kept`,
            cure: 'name one that `salesops builds` lists',
          })
        }
        if (manifest.audits.some((audit) => !audit.passed && audit.severity === 'error')) {
          throw new CliError({
            code: 'build_failed_audits',
            message: `${build} failed its audits and was never published`,
            cure: 'name another build',
          })
        }
        checkServable(manifest)
        // The hold comes first: a run that finishes in between must not move the pointer on.
        await holdPublishing(state, build)
        await pointTo(home, { build, file: `builds/${build}.duckdb`, publishedAt: new Date().toISOString() })
        print(
          `Build ${build} is served, and publishing is held there; release it with: salesops rollback --release`,
        )
      } finally {
        await state.destroy()
      }
    })
}
