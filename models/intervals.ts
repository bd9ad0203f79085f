import { type RawBuilder, sql } from 'kysely'
import type { Audit, ModelQuery } from './model.ts'

/** Columns of a table whose rows hold for some time: from an instant or day up to, but not with, another. */
interface Intervals {
  readonly table: string
  /** What the intervals are of: for the same values of these columns only one holds at a time. */
  readonly of: readonly string[]
  readonly from: string
  readonly to: string
  /** What orders the intervals, where two may begin at once. */
  readonly order?: string
  /** Column that names a row that fails. */
  readonly example: string
  /** Rows that hold for no time at all are left out. */
  readonly emptyLeftOut?: boolean
}

/** Where the first interval begins and the last one ends; empty where that may be anywhen. */
interface Whole {
  readonly begins?: RawBuilder<unknown>
  readonly ends?: RawBuilder<unknown>
}

/** An audit that each interval begins where the one before ended, so that they cover all of the time once. */
export function coversOnce(name: string, intervals: Intervals, { begins, ends }: Whole = {}): Audit {
  const [from, to] = [sql.ref(intervals.from), sql.ref(intervals.to)]
  const first = begins ?? from
  const last = ends ?? to
  return failsWhere(
    name,
    intervals,
    sql`${from} is distinct from coalesce(ended_before, ${first}) or ${to} is distinct from coalesce(begins_next, ${last})`,
  )
}

/** An audit that no two intervals overlap; there may be time in which none holds. */
export function overlapsNever(name: string, intervals: Intervals): Audit {
  return failsWhere(name, intervals, sql`begins_next < ${sql.ref(intervals.to)}`)
}

function failsWhere(name: string, intervals: Intervals, broken: RawBuilder<unknown>): Audit {
  const { table, of, example, emptyLeftOut = false } = intervals
  const [from, to] = [sql.ref(intervals.from), sql.ref(intervals.to)]
  const mine = sql`over (partition by ${sql.join(of.map((column) => sql.ref(column)))} order by ${sql.ref(intervals.order ?? intervals.from)})`
  const kept = emptyLeftOut ? sql`where ${from} < ${to}` : sql``
  return {
    name,
    severity: 'error',
    by: of,
    failing: (db) =>
      // A table that is named by a text has no row type; what the audit selects is its own.
      db
        .selectFrom(
          sql<{
            example: string | null
          }>`(select ${sql.ref(example)} as example, ${from}, ${to}, lag(${to}) ${mine} as ended_before, lead(${from}) ${mine} as begins_next from ${sql.table(table)} ${kept})`.as(
            'intervals',
          ),
        )
        .where(sql<boolean>`${broken}`)
        .select('example') as ModelQuery<{ example: string | null }>,
  }
}
