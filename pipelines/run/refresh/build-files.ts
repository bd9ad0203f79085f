import { constants, copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildFile, buildsFolder, workFile, workFolder } from '../../../models/warehouse/builds.ts'
import { moveDurably } from '../../../models/warehouse/durable.ts'
import type { BaseBuild } from './base-build.ts'

/** The files of a build while it is made. */
export interface BuildFiles {
  readonly build: string
  readonly work: string
  /** Folder for what does not fit into memory. */
  readonly spill: string
}

/** Empty files, or those of the base: a copy of its build, and its work file itself, which only the newest build needs. */
export function beginFiles(home: string, id: string, base: BaseBuild | null): BuildFiles {
  mkdirSync(buildsFolder(home), { recursive: true })
  mkdirSync(workFolder(home), { recursive: true })
  const files = {
    build: `${buildFile(home, id)}.partial`,
    work: `${workFile(home, id)}.partial`,
    spill: join(buildsFolder(home), `${id}.spill`),
  }
  rmSync(files.build, { force: true })
  rmSync(files.work, { force: true })
  if (base) {
    copyFileSync(buildFile(home, base.manifest.id), files.build, constants.COPYFILE_FICLONE)
    renameSync(workFile(home, base.manifest.id), files.work)
  }
  return files
}

/**
 * Moves whole files to where they belong, the work file last: without it the next build is made in whole. A build
 * that no other begins with keeps none.
 */
export async function endFiles(
  home: string,
  id: string,
  files: BuildFiles,
  keepWork: boolean,
): Promise<void> {
  await moveDurably(files.build, buildFile(home, id))
  if (!keepWork) return rmSync(files.work, { force: true })
  await moveDurably(files.work, workFile(home, id))
  for (const name of readdirSync(workFolder(home)))
    if (join(workFolder(home), name) !== workFile(home, id)) rmSync(join(workFolder(home), name))
}
