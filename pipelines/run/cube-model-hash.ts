import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A hash of the Cube model in a folder. A build is served with the model that it was made for only. */
export function cubeModelHash(modelDir: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(modelDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(relative(modelDir, file)).update(readFileSync(file))
  return hash.digest('hex')
}
