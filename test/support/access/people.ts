import type { CubeUser } from '../../../cube/server.ts'
import type { Rng } from '../../../pipelines/sources/sample/rng.ts'
import type { Warehouse } from './warehouse.ts'

/** The ids that a user may see rows of; null for all rows, those of nobody included. */
export type Visible = readonly string[] | null

export interface People {
  draw(random: Rng): CubeUser
  visibleTo(user: CubeUser): Visible
}

/** Rep ids that are no person's, or look like patterns. */
const odd = ['unknown', '%', '_', '', '/', 'no such person', "' OR 1=1 --"].filter(Boolean)

/** The people of a build, and who stands below whom: followed step by step, without the paths that are tested. */
export async function readPeople(warehouse: Warehouse): Promise<People> {
  const rows = await warehouse.rows(
    "SELECT rep_id, manager_id FROM dim_rep WHERE is_current AND rep_id <> 'unknown' ORDER BY rep_id",
  )
  const ids = rows.map(({ rep_id: id }) => String(id))
  const managers = [...new Set(rows.flatMap(({ manager_id: id }) => (id === null ? [] : [String(id)])))]
  const below = (top: string): string[] => {
    const found = new Set(ids.includes(top) ? [top] : [])
    for (let before = -1; before !== found.size; ) {
      before = found.size
      for (const { rep_id: id, manager_id: over } of rows) if (found.has(String(over))) found.add(String(id))
    }
    return [...found]
  }
  const pick = (random: Rng, from: readonly string[]): string => from[random.int(0, from.length - 1)] ?? ''
  return {
    draw(random) {
      const kind = random.int(0, 19)
      if (kind < 8) return { name: 'r', role: 'rep', repId: pick(random, ids) }
      if (kind < 14) return { name: 'm', role: 'manager', repId: pick(random, managers) }
      if (kind < 16) return { name: 'm', role: 'manager', repId: pick(random, ids) }
      if (kind === 16)
        return { name: 'o', role: random.chance(0.5) ? 'rep' : 'manager', repId: pick(random, odd) }
      if (kind === 17) return { name: 'n', role: random.chance(0.5) ? 'rep' : 'manager' }
      return { name: 'a', role: (['analyst', 'vp', 'admin'] as const)[random.int(0, 2)] ?? 'vp' }
    },
    visibleTo({ role, repId }) {
      if (role === 'analyst' || role === 'vp' || role === 'admin') return null
      if (repId === undefined) return []
      return role === 'rep' ? [repId].filter((id) => ids.includes(id)) : below(repId)
    },
  }
}
