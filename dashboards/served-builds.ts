import type { Cube } from '../cube/server.ts'
import { currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { type Context, contextOf, type ServedBuild } from './context.ts'
import { localUser } from './identity/visitor.ts'

/** The build that a home serves, or null before the first. */
export function servedBuild(home: string): ServedBuild | null {
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  return pointer && manifest ? { manifest, publishedAt: pointer.publishedAt } : null
}

/** The build of an id, which a page may still be about when another is served; else the one that is served. */
export function buildOf(home: string, id: unknown): ServedBuild | null {
  const served = servedBuild(home)
  if (typeof id !== 'string' || id === served?.manifest.id || !/^[\w-]+$/.test(id)) return served
  const manifest = readManifest(home, id)
  return manifest && { manifest, publishedAt: manifest.finishedAt }
}

/** A context is valid as long as its build, so the last one is kept. It is the same for everyone: no record is in it. */
export function contextCache(cube: Pick<Cube, 'load'>): (build: ServedBuild) => Promise<Context> {
  let kept: { key: string; context: Promise<Context> } | null = null
  return (build) => {
    const key = `${build.manifest.id} ${build.publishedAt}`
    if (kept?.key !== key) {
      const context = contextOf(build, cube, localUser)
      kept = { key, context }
      context.catch(() => {
        if (kept?.context === context) kept = null
      })
    }
    return kept.context
  }
}
