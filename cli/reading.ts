import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildManifest } from '../models/contract/ops/build-manifest.ts'
import { currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { cubeModelHash } from '../pipelines/run/cube-model-hash.ts'
import { CliError } from './cli-error.ts'
import type { CommonOptions } from './setup.ts'

/** Folder of the Cube model. */
export const modelDir = fileURLToPath(new URL('../cube/model', import.meta.url))

/** Where a home keeps what Cube read out of the model: it can be removed at any time. */
export function modelCache(home: string): string {
  return join(home, 'cache', 'cube-model.json')
}

/** The home that a command works on: `--home`, else SALESOPS_HOME, else ./warehouse. */
export function homeFolder(options: CommonOptions, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(options.home ?? env.SALESOPS_HOME ?? 'warehouse')
}

/** What the build that a home serves says of itself. Commands that only read need no configuration. */
export function servedManifest(home: string): BuildManifest {
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  if (manifest) {
    checkServable(manifest)
    return manifest
  }
  throw new CliError({
    code: 'no_build',
    message: `${home} has no published build yet`,
    cure: 'run: salesops run',
  })
}

/** @throws CliError where a build was made for another Cube model than ours: its tables may not fit. */
export function checkServable({ id, cubeModel }: BuildManifest): void {
  if (cubeModel === cubeModelHash(modelDir)) return
  throw new CliError({
    code: 'build_of_other_model',
    message: `Build ${id} was made for another version of the Cube model`,
    cure: 'make a build for this one: salesops run',
  })
}
