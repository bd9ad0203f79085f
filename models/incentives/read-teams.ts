import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { companyDay } from '../warehouse/portable.ts'
import type { TeamMember } from './book.ts'
import { groupBy } from './group-by.ts'
import { earlier, later } from './state.ts'

interface Below {
  readonly leader: string
  readonly repId: string
  readonly depth: number
  readonly from: string
  readonly before: string
}

/** Teams: of who leads others all below; of anybody else all below the same manager. */
export async function readTeams(db: Kysely<Warehouse>): Promise<TeamMember[]> {
  const day = (column: 'h.valid_from' | 'h.valid_to') =>
    sql<string>`cast(${companyDay(sql.ref<Date>(column), sql.ref<string>('c.timezone'))} as varchar)`
  const below: Below[] = await db
    .selectFrom('dim_rep_hierarchy as h')
    .innerJoin('company as c', (join) => join.onTrue())
    .where('h.depth', '>', 0)
    .select(['h.ancestor_id as leader', 'h.descendant_id as repId', 'h.depth'])
    .select([day('h.valid_from').as('from'), day('h.valid_to').as('before')])
    .execute()
  const led = groupBy(below, ({ leader }) => leader)
  const own = below.map(({ leader, repId, from, before }) => ({ of: leader, repId, from, before }))
  const shared = below
    .filter(({ depth, repId }) => depth === 1 && !led.has(repId))
    .flatMap((me) =>
      (led.get(me.leader) ?? [])
        .map((other) => ({
          of: me.repId,
          repId: other.repId,
          from: later(me.from, other.from),
          before: earlier(me.before, other.before),
        }))
        .filter(({ from, before }) => from < before),
    )
  return [...own, ...shared]
}
