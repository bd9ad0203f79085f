/** A column of a table, as `table.column`. */
export type ColumnId = `${string}.${string}`

/** Something that a query selects from: a table, a subquery or a common table expression. */
export interface Relation {
  /** Columns by name, each with the columns of tables that it is made from. */
  readonly columns: ReadonlyMap<string, ReadonlySet<ColumnId>>
  /** Columns that decide which rows there are: conditions, joins, groups, limits. */
  readonly rows: ReadonlySet<ColumnId>
}

/** What names mean at one place in a query; names that are unknown there are looked up around it. */
export interface Scope {
  readonly expressions: ReadonlyMap<string, Relation>
  readonly relations: Map<string, Relation>
  readonly outer: Scope | null
}

/** The columns that a name stands for; null where nothing has it. */
export function lookUp(scope: Scope | null, column: string, table?: string): ReadonlySet<ColumnId> | null {
  for (let at = scope; at; at = at.outer) {
    const named = table === undefined ? [...at.relations.values()] : [at.relations.get(table)]
    for (const relation of named) {
      const found = relation?.columns.get(column)
      if (found) return found
    }
  }
  return null
}

export function union<T>(...sets: readonly Iterable<T>[]): ReadonlySet<T> {
  return new Set(sets.flatMap((set) => [...set]))
}

/** The rows of one relation after those of another: columns go together by their place. */
export function append(first: Relation, second: Relation): Relation {
  const others = [...second.columns.values()]
  return {
    columns: new Map(
      [...first.columns].map(([name, sources], i) => [name, union(sources, others[i] ?? [])] as const),
    ),
    rows: union(first.rows, second.rows),
  }
}

/** The same relation with its columns named anew, in their order. */
export function rename(relation: Relation, names: readonly string[]): Relation {
  return {
    ...relation,
    columns: new Map([...relation.columns.values()].map((sources, i) => [names[i] ?? '', sources] as const)),
  }
}
