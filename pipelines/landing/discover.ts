import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Source } from '../sources/source.ts'
import { fileSystemFault, LandingError } from './landing-error.ts'

/** A file of a source that can be read. */
export interface DropFile {
  /** The sub-folder it lies in; empty where it lies in the source's folder itself. */
  readonly drop: string
  /** Path below the source's folder, with `/`. */
  readonly file: string
  /** Absolute path. */
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** Something in a source's folder that is not read, and why. */
export interface Unread {
  readonly file: string
  readonly code: 'unknown_object' | 'folder_in_place_of_file' | 'link_leaves_folder'
  readonly cure: string
}

const cures: Readonly<Record<Unread['code'], string>> = {
  unknown_object: 'name it after the object that it holds, such as Opportunity.csv, or map it',
  folder_in_place_of_file: 'move its files one level up: a drop is a folder of files',
  link_leaves_folder: "copy the file into the source's folder: links that leave it are refused",
}

/**
 * Lists a source's files in the order to land them: drops by name, then files by name. Hidden files and
 * half-written ones (`.name`, `name.partial...`, `name.tmp`) are passed over.
 */
export async function discover(source: Source): Promise<{ files: DropFile[]; unknown: Unread[] }> {
  const files: DropFile[] = []
  const unknown: Unread[] = []
  const root = await realpath(source.path).catch(() => {
    throw new LandingError({
      code: 'missing_folder',
      where: { source: source.name, file: source.path },
      cure: 'create it, or correct the path of the source in salesops.yml',
    })
  })
  const leave = (file: string, code: Unread['code']): void => {
    unknown.push({ file, code, cure: cures[code] })
  }

  async function visit(drop: string): Promise<void> {
    const folder = join(root, drop)
    const place = { source: source.name, file: drop || source.path }
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      throw fileSystemFault(error, place)
    })
    for (const entry of entries.sort(byName)) {
      if (passedOver(entry.name)) continue
      const file = drop ? `${drop}/${entry.name}` : entry.name
      const target = await realpath(join(folder, entry.name)).catch((error: unknown) => {
        throw fileSystemFault(error, { source: source.name, file })
      })
      if (relative(root, target).split(sep)[0] === '..') {
        leave(file, 'link_leaves_folder')
        continue
      }
      const found = await stat(target)
      const known = source.readings(entry.name)
      if (found.isDirectory()) {
        if (drop || known || entry.isSymbolicLink()) leave(file, 'folder_in_place_of_file')
        else await visit(entry.name)
      } else if (!known) leave(file, 'unknown_object')
      else if (known.length)
        files.push({ drop, file, path: target, size: found.size, mtimeMs: found.mtimeMs })
    }
  }

  await visit('')
  // Files that lie in the folder itself come before those of its drops.
  files.sort((a, b) => compare(a.drop, b.drop) || compare(a.file, b.file))
  return { files, unknown }
}

function passedOver(name: string): boolean {
  return name.startsWith('.') || name.endsWith('.tmp') || /\.partial(-|$)/.test(name)
}

function byName(a: Dirent, b: Dirent): number {
  return compare(a.name, b.name)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
