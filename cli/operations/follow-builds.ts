import type { Cube, Log } from '../../cube/server.ts'
import type { LiveBuilds } from '../../dashboards/live-builds.ts'
import { warmUp } from '../../dashboards/warm-up.ts'
import { currentBuild, readManifest } from '../../models/warehouse/builds.ts'

const LOOK_MS = 1_000

interface FollowOptions {
  readonly home: string
  readonly cube: Cube
  readonly live: LiveBuilds
  readonly log: Log
}

/**
 * Looks once a second for a build that has come to be served, by a run, a rollback or another process: pages are told
 * and their queries answered ahead. Builds that nobody can ask for any more are let go.
 */
export function followBuilds({ home, cube, live, log }: FollowOptions): { stop(): void } {
  let served: string | null = null
  let warming = new AbortController()

  const look = async (): Promise<void> => {
    const { id, asOf = null } = cube.current()
    if (id !== served) {
      const isNew = served !== null
      served = id
      warming.abort()
      warming = new AbortController()
      if (isNew) {
        log.info({ build: id }, 'A new build is served')
        live.announce({ build: id, asOf })
      }
      void warm(id, warming.signal)
    }
    await cube.release()
  }

  const warm = async (id: string, signal: AbortSignal): Promise<void> => {
    const manifest = readManifest(home, id)
    const publishedAt = currentBuild(home)?.publishedAt
    if (!manifest || publishedAt === undefined) return
    try {
      const queries = await warmUp({ manifest, publishedAt }, cube, signal)
      log.info({ build: id, queries }, 'Answers for the pages are ready')
    } catch (error) {
      log.warn({ build: id, error: messageOf(error) }, 'Answers for the pages could not be made ready')
    }
  }

  const timer = setInterval(() => {
    look().catch((error) => log.warn({ error: messageOf(error) }, 'The build that is served cannot be told'))
  }, LOOK_MS)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      warming.abort()
    },
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
