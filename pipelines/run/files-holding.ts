import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DropFile, discover } from '../landing/discover.ts'
import { gateFile, gateOptions } from '../landing/gate.ts'
import { LandingError } from '../landing/landing-error.ts'
import type { Source } from '../sources/source.ts'

/** Files in the folders of sources that hold a text in any letter case, whatever their format, as `source/file`. */
export async function filesHolding(sources: readonly Source[], text: string): Promise<string[]> {
  const workDir = await mkdtemp(join(tmpdir(), 'salesops-files-'))
  const found: string[] = []
  try {
    for (const source of sources)
      for (const file of await filesOf(source))
        if (await holds(source, file, text.toLowerCase(), workDir)) found.push(`${source.name}/${file.file}`)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
  return found
}

async function filesOf(source: Source): Promise<readonly DropFile[]> {
  try {
    return (await discover(source)).files
  } catch (error) {
    if (error instanceof LandingError) return []
    throw error
  }
}

async function holds(source: Source, file: DropFile, text: string, workDir: string): Promise<boolean> {
  try {
    const gate = await gateFile(file, gateOptions(source, file, workDir))
    try {
      return (await contains(gate.textPath, text)) || (await contains(gate.dataPath, text))
    } finally {
      await gate.dispose()
    }
  } catch (error) {
    // A file that cannot be landed is looked at as it lies there.
    if (error instanceof LandingError) return contains(file.path, text).catch(() => false)
    throw error
  }
}

async function contains(path: string, text: string): Promise<boolean> {
  let end = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const piece = end + String(chunk).toLowerCase()
    if (piece.includes(text)) return true
    end = piece.slice(-text.length)
  }
  return false
}
