import { setTimeout as sleep } from 'node:timers/promises'
import { type FileFault, LandingError } from '../landing/landing-error.ts'
import type { LandedSource } from './land-source.ts'

/** Faults that may be gone a moment later: a file that is still being written, a fetch over a network. */
const healing: ReadonlySet<FileFault> = new Set([
  'changed_while_read',
  'vanished',
  'truncated',
  'fetch_failed',
])

/** Milliseconds to wait before the second and the third try. */
const pauses = [1000, 4000]

/** Lands a source, again after a pause where what went wrong can heal by itself. */
export async function patiently(land: () => Promise<LandedSource>): Promise<LandedSource> {
  let landed = await attempt(land)
  for (const pause of pauses) {
    if (!landed.held || !healing.has(landed.held.code)) break
    await sleep(pause)
    const again = await attempt(land)
    landed = { ...again, files: new Map([...landed.files, ...again.files]) }
  }
  return landed
}

async function attempt(land: () => Promise<LandedSource>): Promise<LandedSource> {
  try {
    return await land()
  } catch (error) {
    if (error instanceof LandingError) return { files: new Map(), unread: [], held: error }
    throw error
  }
}
