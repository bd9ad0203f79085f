import type { Cube } from '../../cube/server.ts'
import type { ServedBuild } from '../../dashboards/context.ts'
import { buildFile, currentBuild } from '../../models/warehouse/builds.ts'
import { ProgressLine } from '../progress-line.ts'
import { servedManifest } from '../reading.ts'
import { runAsKnown } from '../run-pipeline.ts'
import { withCube, withCubeOver } from '../serving.ts'
import { type CommonOptions, openSetup } from '../setup.ts'

type Work<T> = (cube: Cube, build: ServedBuild) => Promise<T>

/** Does work on the build that a home serves. */
export function onServedBuild<T>(home: string, work: Work<T>): Promise<T> {
  const manifest = servedManifest(home)
  const publishedAt = currentBuild(home)?.publishedAt ?? manifest.finishedAt
  return withCube(home, (cube) => work(cube, { manifest, publishedAt }))
}

/** Does work on a build of what was known at the end of a day, which is made for it and never served. */
export async function onBuildAsKnown<T>(
  home: string,
  day: string,
  { options, isQuiet }: { readonly options: CommonOptions; readonly isQuiet: boolean },
  work: Work<T>,
): Promise<T> {
  const setup = await openSetup(options)
  const manifest = await runAsKnown(setup, new ProgressLine(isQuiet), day).finally(() =>
    setup.state.destroy(),
  )
  const build = { manifest, publishedAt: manifest.finishedAt }
  return withCubeOver(home, manifest.id, buildFile(home, manifest.id), (cube) => work(cube, build))
}
