import type { Cube, CubeUser } from '../cube/server.ts'
import { contextOf, type ServedBuild } from './context.ts'
import { en } from './messages/en.ts'
import { pages } from './pages/index.ts'
import { mayOpen, tilesOf } from './pages/page.ts'
import { everything } from './tiles/filters.ts'
import type { TileQuery } from './tiles/member.ts'
import { missingWords } from './tiles/missing.ts'
import { defaultPeriod } from './tiles/period.ts'
import { scopeOf } from './tiles/scope.ts'

/** Those who see everything ask the same. Of reps and managers each has an answer of their own. */
const warmed: readonly CubeUser[] = (['admin', 'vp', 'analyst'] as const).map((role) => ({
  name: 'warm-up',
  role,
}))

/**
 * Asks what the pages ask when they are opened, so that the answers are there when they are. One query at a time, so
 * that people who ask meanwhile wait for none; gives how many were asked.
 */
export async function warmUp(
  build: ServedBuild,
  cube: Pick<Cube, 'load'>,
  signal: AbortSignal,
): Promise<number> {
  const { id } = build.manifest
  let asked = 0
  for (const user of warmed) {
    const context = await contextOf(build, cube, user)
    const period = defaultPeriod(context.calendar)
    const scope = scopeOf(
      { period, compare: 'prior', ...everything },
      { ...context, words: en, role: user.role },
    )
    const tiles = pages.filter((page) => mayOpen(page, user.role)).flatMap(tilesOf)
    const queries: TileQuery[] = tiles.flatMap((tile) =>
      missingWords(tile.needs, scope) === null ? tile.queries(scope) : [],
    )
    for (const query of queries) {
      if (signal.aborted) return asked
      await cube.load(query, user, id)
      asked++
    }
  }
  return asked
}
