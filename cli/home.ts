import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeDurably } from '../models/warehouse/durable.ts'

type Owner = 'sample' | 'own'

const OWNER = 'home.json'
const ASIDE = 'sample-company'

/**
 * The folder to keep a company's data in. The sample company and the user's own never share one: the
 * first configured source takes the home over, and what the sample company kept there moves aside.
 */
export async function claimHome(folder: string, owner: Owner): Promise<string> {
  const home = resolve(folder)
  mkdirSync(home, { recursive: true })
  const present = ownerOf(home)
  if (present === owner) return home
  if (present === 'own') return claimHome(join(home, ASIDE), 'sample')
  if (present === 'sample') moveAside(home)
  await writeDurably(join(home, OWNER), `${JSON.stringify({ owner })}\n`)
  return home
}

function ownerOf(home: string): Owner | null {
  const file = join(home, OWNER)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { owner: Owner }).owner : null
}

/** The mark of ownership moves last, so that a move that is cut off is finished by the next command. */
function moveAside(home: string): void {
  const aside = join(home, ASIDE)
  mkdirSync(aside, { recursive: true })
  const names = readdirSync(home).filter((name) => name !== ASIDE && name !== OWNER)
  for (const name of [...names, OWNER]) renameSync(join(home, name), join(aside, name))
}
