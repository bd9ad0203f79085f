import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Source } from '../sources/source.ts'
import { kindOf } from './formats/kind.ts'
import { climbsOut, openZip } from './formats/zip.ts'
import { fileSystemFault, LandingError } from './landing-error.ts'

/** A file of a source that can be read. */
export interface DropFile {
  /** The sub-folder it lies in; empty where it lies in the source's folder itself. */
  readonly drop: string
  /** Path below the source's folder, with `/`; a file in a zip lies below the zip. */
  readonly file: string
  /** Absolute path; that of the zip for a file in one. */
  readonly path: string
  /** Path inside the zip. */
  readonly entry?: string
  readonly size: number
  readonly mtimeMs: number
}

/** Something in a source's folder that is not read, and why. */
export interface Unread {
  readonly file: string
  readonly code:
    | 'unknown_object'
    | 'folder_gone'
    | 'folder_in_place_of_file'
    | 'link_leaves_folder'
    | 'entry_leaves_zip'
    | 'not_a_file'
    | 'zip_in_zip'
  readonly cure: string
}

const cures: Readonly<Record<Exclude<Unread['code'], 'folder_gone' | 'unknown_object'>, string>> = {
  folder_in_place_of_file: 'move its files one level up: a drop is a folder of files',
  link_leaves_folder: "copy the file into the source's folder: links that leave it are refused",
  entry_leaves_zip: 'do not trust this zip: the path climbs out of it; unpack it by hand if you must',
  not_a_file: 'put a file in its place: it is a socket, pipe or device',
  zip_in_zip: 'unpack the outer zip into the folder',
}

/** What to do with a file that is of no known object, by the kind of its source. */
const namings: Readonly<Record<Source['kind'], string>> = {
  salesforce: 'name it after the object that it holds, such as Opportunity.csv or Account.csv, or map it',
  hubspot: 'name it after what it holds, such as deals.csv or companies.csv, or map it',
  sheets: 'name it after what it holds, such as quota.csv or territory.csv, or map it',
  mapped: 'add a pattern for it under files: in the mapping, or one under ignore:',
}

/** Folders of a weekly export that hold attachments, and one that a Mac adds. */
const attachments = /(?:^|\/)(?:attachments|contentversions?|documents?|__macosx)\//i

/**
 * Lists a source's files in the order to land them: drops by name, then files by name. A zip is a folder of its
 * files. Hidden files and half-written ones (`.name`, `name.partial...`, `name.tmp`) are passed over.
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
  const leave = (file: string, code: keyof typeof cures): void => {
    unknown.push({ file, code, cure: cures[code] })
  }
  /** Takes a file in, once as a whole and once for each list inside it. */
  const take = (name: string, file: DropFile): void => {
    const known = source.readings(name)
    if (!known) unknown.push({ file: file.file, code: 'unknown_object', cure: namings[source.kind] })
    else if (known.length) files.push(file)
    if (!/^jsonl?$/.test(kindOf(name))) return
    for (const list of source.lists?.(name) ?? []) files.push({ ...file, file: `${file.file}#${list}` })
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
      const where = { source: source.name, file }
      const target = await realpath(join(folder, entry.name)).catch((error: unknown) => {
        throw fileSystemFault(error, where)
      })
      if (relative(root, target).split(sep)[0] === '..') {
        leave(file, 'link_leaves_folder')
        continue
      }
      const found = await stat(target)
      if (found.isDirectory()) {
        if (drop || source.readings(entry.name) || entry.isSymbolicLink())
          leave(file, 'folder_in_place_of_file')
        else await visit(entry.name)
      } else if (!found.isFile()) leave(file, 'not_a_file')
      else {
        const known = { drop, file, path: target, size: found.size, mtimeMs: found.mtimeMs }
        if (/\.zip$/i.test(entry.name)) await visitZip(known)
        else take(entry.name, known)
      }
    }
  }

  async function visitZip(zip: DropFile): Promise<void> {
    const where = { source: source.name, file: zip.file }
    const names = await openZip(zip.path, where).then(
      (open) => {
        open.close()
        return [...open.entries.keys()].sort(compare)
      },
      (error: unknown) => {
        throw fileSystemFault(error, where)
      },
    )
    for (const entry of names) {
      const name = entry.split('/').at(-1) ?? ''
      const file = `${zip.file}/${entry}`
      if (climbsOut(entry)) leave(file, 'entry_leaves_zip')
      else if (attachments.test(entry) || entry.split('/').some(passedOver)) continue
      else if (/\.zip$/i.test(name)) leave(file, 'zip_in_zip')
      else take(name, { ...zip, file, entry })
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
