import { join } from 'node:path'
import type { BuildRef, Cube, CubeOptions, CubeUser } from '../cube/server.ts'
import { STANDARD_CALENDAR } from '../models/contract/fiscal-calendar.ts'
import { buildFile, currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { type MemoryPart, memoryShare } from './memory.ts'
import { modelCache, modelDir, servedManifest } from './reading.ts'
import { tokenSecrets } from './secret.ts'

/** Share of the machine's memory where no configuration says. */
const DEFAULT_MEMORY = '60%'

/** Who the command line asks as: it can read the home's files anyway. */
export const shellUser: CubeUser = { name: 'shell', role: 'admin' }

interface ServingOptions
  extends Pick<CubeOptions, 'sessionUser' | 'onDenied' | 'keySet' | 'log' | 'onQuery'> {
  readonly memoryPart?: MemoryPart
  /** False for one piece of work, which stays on the build that it began with. */
  readonly follows?: boolean
}

/** The semantic layer over the build that a home serves. Throws where nothing is published yet. */
export async function openServing(
  home: string,
  memory: string,
  { memoryPart = 'serve', follows = true, ...options }: ServingOptions = {},
): Promise<Cube> {
  // Cube takes seconds to load, so whatever does without it is not made to wait.
  const { openCube } = await import('../cube/server.ts')
  const { company, id } = servedManifest(home)
  let served = refTo(home, id, buildFile(home, id))
  return openCube({
    modelDir,
    modelCache: modelCache(home),
    currentBuild: () => {
      // A pointer that cannot be read for a moment leaves the build that was served.
      const pointer = follows ? currentBuild(home) : null
      if (pointer && pointer.build !== served.id)
        served = refTo(home, pointer.build, join(home, pointer.file))
      return served
    },
    secret: tokenSecrets(home),
    ...options,
    timezone: company.timezone,
    memoryLimit: memoryShare(memory, memoryPart),
  })
}

function refTo(home: string, id: string, file: string): BuildRef {
  const manifest = readManifest(home, id)
  if (!manifest) return { id, file }
  const { asOf, customFields = [], company, extension } = manifest
  const calendars = [
    { name: STANDARD_CALENDAR, yearStart: company.fiscalYearStart },
    ...company.calendars.map(({ name, yearStart }) => ({ name, yearStart })),
  ]
  return { id, file, asOf, customFields, calendars, extension: extension?.model ?? [] }
}

/** Opens the semantic layer over a file that has some of a build's tables, for one piece of work. */
export async function withCubeOver<T>(
  home: string,
  build: string,
  file: string,
  work: (cube: Cube) => Promise<T>,
): Promise<T> {
  const { openCube } = await import('../cube/server.ts')
  const served = refTo(home, build, file)
  const timezone = readManifest(home, build)?.company.timezone ?? 'UTC'
  const cube = await openCube({
    modelDir,
    modelCache: modelCache(home),
    currentBuild: () => served,
    secret: tokenSecrets(home),
    timezone,
    memoryLimit: memoryShare(DEFAULT_MEMORY, 'serve'),
  })
  try {
    return await work(cube)
  } finally {
    await cube.close()
  }
}

/** Opens the semantic layer for one piece of work. */
export async function withCube<T>(home: string, work: (cube: Cube) => Promise<T>): Promise<T> {
  const cube = await openServing(home, DEFAULT_MEMORY, { follows: false })
  try {
    return await work(cube)
  } finally {
    await cube.close()
  }
}
