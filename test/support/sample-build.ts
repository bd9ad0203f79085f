import { join } from 'node:path'
import { inject } from 'vitest'
import type { BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import { buildFile, currentBuild, readManifest } from '../../models/warehouse/builds.ts'

export interface SampleBuild {
  readonly home: string
  /** Folder of the exports that it was built from. */
  readonly exports: string
  readonly buildFile: string
  readonly manifest: BuildManifest
}

/** The published build of the suite's sample company. */
export function sampleBuild(): SampleBuild {
  const home = inject('sampleHome')
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  if (!manifest) throw new Error(`${home} has no published build`)
  return { home, exports: join(home, 'sample'), buildFile: buildFile(home, manifest.id), manifest }
}
