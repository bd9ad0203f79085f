import type { SqlType } from './sql-type.ts'

export interface Member {
  readonly kind: 'dimension' | 'measure' | 'segment'
  /** `bookings.win_rate`, as Cube names it. */
  readonly path: string
  /** `win_rate`: the name of the column. */
  readonly name: string
  readonly type: SqlType
  /** True for an instant in UTC, which is shown in the session's zone. */
  readonly isInstant: boolean
  /** A time that is stored as a day of the company. */
  readonly isDay: boolean
  /** Periods of the model's own that a time can be told by: fiscal_quarter, ... */
  readonly granularities: readonly string[]
  /** How a measure is made: sum, count, avg, number, ... */
  readonly aggregation: string
  /** False for a measure that a single row has no value of. */
  readonly hasRowValue: boolean
  readonly description: string
}

/** A cube or view as a table, with the members that its user may see. */
export interface Relation {
  readonly name: string
  readonly isView: boolean
  readonly description: string
  readonly members: readonly Member[]
}

export const memberNamed = (relation: Relation, name: string): Member | undefined => {
  const lower = name.toLowerCase()
  return (
    relation.members.find((member) => member.name === name) ??
    relation.members.find((member) => member.name.toLowerCase() === lower)
  )
}

/** A query of Cube's, as the gateway takes it with expressions. */
export interface CubeQuery {
  readonly dimensions: readonly (string | MemberExpression)[]
  readonly measures: readonly (string | MemberExpression)[]
  readonly segments: readonly (string | MemberExpression)[]
  readonly timeDimensions: readonly { readonly dimension: string; readonly granularity: string }[]
  readonly filters: readonly object[]
  readonly ungrouped?: boolean
  readonly order: readonly never[]
  readonly timezone: string
  readonly joinHints?: readonly (readonly string[])[]
  readonly subqueryJoins?: readonly CubeSubqueryJoin[]
}

/** Rows that are joined within a query of Cube's. */
export interface CubeSubqueryJoin {
  readonly alias: string
  readonly sql: string
  readonly joinType: 'INNER' | 'LEFT'
  readonly on: MemberExpression
}

export interface MemberExpression {
  readonly cubeName: string
  readonly name: string
  readonly expressionName: string
  readonly expression: ((...cubes: Readonly<Record<string, unknown>>[]) => string) & {
    readonly members: readonly string[]
  }
  readonly definition: string
}

/** What a statement may ask: the relations of its user, and Cube's SQL for queries on them. */
export interface Model {
  relation(name: string): Promise<Relation | undefined>
  /** SQL with `$0$` for the first of its parameters. Every column has the alias that is given for its name. */
  sql(
    query: CubeQuery,
    aliases: Readonly<Record<string, string>>,
  ): Promise<{ sql: string; params: readonly unknown[] }>
}
