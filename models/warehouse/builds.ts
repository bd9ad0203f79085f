import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildManifest, BuildPointer } from '../contract/ops/build-manifest.ts'
import { writeDurably } from './durable.ts'

/** Where a home keeps its builds. */
export const buildsFolder = (home: string): string => join(home, 'builds')
export const buildFile = (home: string, id: string): string => join(buildsFolder(home), `${id}.duckdb`)
/** Folder of the tables that only the next build reads, beside those that are served. */
export const workFolder = (home: string): string => join(home, 'work')
export const workFile = (home: string, id: string): string => join(workFolder(home), `${id}.duckdb`)
export const manifestFile = (home: string, id: string): string => join(buildsFolder(home), `${id}.json`)
const pointerFile = (home: string): string => join(home, 'current.json')

/** The build that is served, or null before the first is published. */
export function currentBuild(home: string): BuildPointer | null {
  return readJson<BuildPointer>(pointerFile(home))
}

/** What a build is made of, or null where it is not kept. */
export function readManifest(home: string, id: string): BuildManifest | null {
  return readJson<BuildManifest>(manifestFile(home, id))
}

/** Describes a build beside it. */
export async function writeManifest(home: string, manifest: BuildManifest): Promise<void> {
  await writeDurably(manifestFile(home, manifest.id), `${JSON.stringify(manifest, null, 1)}\n`)
}

/** Moves the pointer: readers see the old build or the new one, never neither. */
export async function pointTo(home: string, pointer: BuildPointer): Promise<void> {
  await writeDurably(pointerFile(home), `${JSON.stringify(pointer)}\n`)
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
