import { randomBytes } from 'node:crypto'
import { closeSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secret that signs tokens: made once, kept in the home, readable by its owner only.
 * Of several processes that make it at once, one wins and all read the same.
 */
export function tokenSecret(home: string): string {
  const file = join(home, 'secret')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const draft = `${file}.${process.pid}.partial`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, `${randomBytes(48).toString('base64url')}\n`)
  closeSync(handle)
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}
