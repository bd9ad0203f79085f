import type { Extension } from '../../models/contract/extension.ts'
import { STANDARD_CALENDAR } from '../../models/contract/fiscal-calendar.ts'
import { currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { type Config, configPath } from '../config.ts'
import { modelCache, modelDir } from '../reading.ts'
import { readExtension } from './read-extension.ts'

/**
 * The extension of a configuration, its folder being told from the file. Its model is compiled unless the served build
 * has it already, so that no build is made for one that does not compile.
 * @throws CliError and CubeError, with file and line
 */
export async function extensionOf(config: Config, folder: string, home: string): Promise<Extension> {
  const extension = await readExtension(configPath(config, folder))
  const served = currentBuild(home)
  const known = served && readManifest(home, served.build)?.extension?.model
  if (JSON.stringify(known ?? []) !== JSON.stringify(extension.model)) await compile(home, extension, config)
  return extension
}

async function compile(
  home: string,
  { model }: Extension,
  { customFields, company, calendars }: Config,
): Promise<void> {
  // Cube takes seconds to load, so it is asked only where there is something to compile.
  const { openCube } = await import('../../cube/server.ts')
  const build = {
    id: 'none',
    file: 'none',
    customFields: customFields.map((field) => ({ ...field, type: field.type ?? ('text' as const) })),
    calendars: [{ name: STANDARD_CALENDAR, yearStart: company.fiscalYearStart }, ...calendars],
    extension: model,
  }
  const cube = await openCube({
    modelDir,
    modelCache: modelCache(home),
    currentBuild: () => build,
    secret: 'compiles only and signs no token',
    timezone: company.timezone,
    memoryLimit: '64MB',
  })
  try {
    await cube.compile()
  } finally {
    await cube.close()
  }
}
