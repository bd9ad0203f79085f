import { randomBytes } from 'node:crypto'
import { closeSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secrets of tokens in force, one a line of the file `secret` in the home: the first signs, all are taken. The file
 * is read again when it changes, so that secrets rotate without a restart.
 */
export function tokenSecrets(home: string): () => readonly string[] {
  const file = join(home, 'secret')
  let kept = { at: 0, secrets: linesOf(tokenSecret(home)) }
  return () => {
    const { mtimeMs: at } = statSync(file)
    if (at !== kept.at) kept = { at, secrets: linesOf(readFileSync(file, 'utf8')) }
    return kept.secrets
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/**
 * What the file says: made once, kept in the home, readable by its owner only.
 * Of several processes that make it at once, one wins and all read the same.
 */
function tokenSecret(home: string): string {
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
