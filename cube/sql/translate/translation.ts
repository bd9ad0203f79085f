import type { Tree } from './ast.ts'
import type { Session } from './functions.ts'
import type { Parameters } from './parameters.ts'
import type { Model } from './relation.ts'
import type { Rows, Ungrouped } from './scope.ts'

/** What the whole of a statement shares while it is translated. */
export interface Translation {
  readonly model: Model
  readonly session: Session
  readonly parameters: Parameters
  /** A name that nothing else in the statement has. */
  readonly alias: () => string
}

/** What a query sees of those around it. */
export interface Outer {
  readonly ctes: ReadonlyMap<string, Rows | Ungrouped>
  /** True within another query: one that nothing groups is then left to it. */
  readonly isInner: boolean
}

export const within = ({ ctes }: Outer): Outer => ({ ctes, isInner: true })

/** How a query within a statement is translated: by what stands around it. */
export interface Queries {
  /** As rows, or as what it says of rows of cubes and views that a query around it may still group. */
  readonly open: (node: Tree, outer: Outer) => Promise<Rows | Ungrouped>
  readonly rows: (node: Tree, outer: Outer) => Promise<Rows>
}
