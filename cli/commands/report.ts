import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { reports } from '../../dashboards/reports/definitions/index.ts'
import { reportsWith } from '../../dashboards/reports/own-reports.ts'
import { renderReport } from '../../dashboards/reports/render.tsx'
import { noExtension } from '../../models/contract/extension.ts'
import { noteAccess } from '../../models/state/access-log.ts'
import { openState } from '../../models/state/open-state.ts'
import { currentBuild } from '../../models/warehouse/builds.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'
import { companyDayOf } from '../../pipelines/landing/company-day.ts'
import { CliError } from '../cli-error.ts'
import { homeFolder, servedManifest } from '../reading.ts'
import { shellUser, withCube } from '../serving.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson } from '../terminal.ts'

export function addReport(program: Command): void {
  program
    .command('report')
    .description(`render a report: ${[...reports.keys()].join(', ')}`)
    .argument('<name>')
    .option('--out <folder>', 'folder to write (default reports/ in the home)')
    .option('--json', 'print {report, build, file} as JSON')
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { out?: string; json?: boolean }>()
      const home = homeFolder(options)
      const manifest = servedManifest(home)
      const known = reportsWith(manifest.extension ?? noExtension)
      const definition = known.get(name)
      if (!definition) {
        throw new CliError({
          code: 'report_unknown',
          message: `${name} is not a report`,
          cure: `name one of: ${[...known.keys()].join(', ')}`,
        })
      }
      const publishedAt = currentBuild(home)?.publishedAt ?? manifest.finishedAt
      const { html, build } = await withCube(home, (cube) =>
        renderReport({ definition, cube, user: shellUser, build: { manifest, publishedAt } }),
      )
      const folder = resolve(options.out ?? join(home, 'reports'))
      mkdirSync(folder, { recursive: true })
      const file = join(
        folder,
        `${name}-${companyDayOf(new Date(manifest.asOf), manifest.company.timezone)}.html`,
      )
      await writeDurably(file, html)
      await noteExport(home, `report ${name}`)
      if (options.json) printJson({ report: name, build, file })
      else print(`Wrote ${file}, of build ${build}`)
    })
}

/** What leaves the house is noted in the access log. */
async function noteExport(home: string, what: string): Promise<void> {
  const state = await openState(home)
  try {
    await noteAccess(state, 'export', shellUser.name, what)
  } finally {
    await state.destroy()
  }
}
