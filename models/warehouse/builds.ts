import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { BuildManifest, BuildPointer } from '../contract/ops/build-manifest.ts'

/** Where a home keeps its builds. */
export const buildsFolder = (home: string): string => join(home, 'builds')
export const buildFile = (home: string, id: string): string => join(buildsFolder(home), `${id}.duckdb`)
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

/** Moves the pointer: readers see the old build or the new one, never neither. */
export function pointTo(home: string, pointer: BuildPointer): void {
  writeDurably(pointerFile(home), `${JSON.stringify(pointer)}\n`)
}

/** Writes a whole file or none of it, whenever the machine stops. */
export function writeDurably(path: string, text: string): void {
  const partial = `${path}.${process.pid}.partial`
  const file = openSync(partial, 'w')
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(partial, path)
  syncFolder(dirname(path))
}

/** Makes renames in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
