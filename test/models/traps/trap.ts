import type { Query } from '../../../cube/server.ts'

/** Records by file, such as `crm/2026-05-31/User.csv`; those of all traps become one company's exports. */
export type Records = Readonly<Record<string, readonly Readonly<Record<string, string | number | boolean>>[]>>

/** One figure that people get wrong, and how. */
interface Trap {
  readonly name: string
  /** The answer that people get from the same records: SQL over the newest rows of each export, or over our tables. */
  readonly naive: { readonly sql: string; readonly gives: number }
  /** The answer of our tables. */
  readonly right: { readonly sql: string; readonly gives: number }
  /** A query of one measure that gives the right answer; none where no view has it. */
  readonly view?: Query
}

/** Traps that people fall into with the same records. */
export interface TrapFile {
  readonly records: Records
  readonly traps: readonly Trap[]
}

/** The drop that holds everything but what came earlier or is a trap for coming late. */
export const LAST_DROP = 'crm/2026-05-31'

/** The filters of a view: members that have one of some values. */
export function where(values: Readonly<Record<string, string | readonly string[]>>) {
  return Object.entries(values).map(([member, value]) => ({
    member,
    operator: 'equals' as const,
    values: [value].flat(),
  }))
}
