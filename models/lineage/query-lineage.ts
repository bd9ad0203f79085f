import {
  AliasNode,
  IdentifierNode,
  type OperationNode,
  type OperationNodeSource,
  ParensNode,
  RawNode,
  ReferenceNode,
  SelectAllNode,
  type SelectionNode,
  SelectQueryNode,
  TableNode,
  type WithNode,
} from 'kysely'
import { append, type ColumnId, lookUp, type Relation, rename, type Scope, union } from './relation.ts'

/** Where the columns and rows of a query come from. */
export interface QueryLineage extends Relation {
  /** Every column of a table that the query needs, also where nothing comes of it. */
  readonly reads: ReadonlySet<ColumnId>
}

/** The columns of a table by name; undefined where there is no such table. */
export type ColumnsOf = (table: string) => readonly string[] | undefined

/**
 * Reads from a query's syntax tree which columns of tables each of its columns is made from. Aliases,
 * subqueries, common table expressions and all branches of a union are followed to the tables; raw fragments
 * name columns through references, which are part of the tree. What only decides which rows there are
 * (conditions, joins, groups) is kept apart.
 * @throws where the query names a table or column that there is not
 */
export function queryLineage(query: OperationNodeSource, columnsOf: ColumnsOf): QueryLineage {
  const reader = new QueryReader(columnsOf)
  const relation = reader.query(query.toOperationNode(), null)
  return { ...relation, reads: union(reader.reads, ...relation.columns.values()) }
}

class QueryReader {
  readonly reads = new Set<ColumnId>()
  readonly #columnsOf: ColumnsOf

  constructor(columnsOf: ColumnsOf) {
    this.#columnsOf = columnsOf
  }

  query(node: OperationNode, outer: Scope | null): Relation {
    if (ParensNode.is(node)) return this.query(node.node, outer)
    if (!SelectQueryNode.is(node)) throw new Error(`A ${node.kind} cannot be read as a query`)
    const scope: Scope = { expressions: this.#expressions(node.with, outer), relations: new Map(), outer }
    const rows: Iterable<ColumnId>[] = []
    for (const item of node.from?.froms ?? []) rows.push(this.#add(item, scope))
    for (const { table, on } of node.joins ?? []) {
      rows.push(this.#add(table, scope))
      if (on) rows.push(this.#columnsIn(on, scope))
    }
    const columns = new Map((node.selections ?? []).flatMap((item) => this.#selected(item, scope)))
    // A group or an order may also name a column of the result.
    const result = new Map([['', { columns, rows: new Set<ColumnId>() }]])
    const inside: Scope = { ...scope, outer: { ...scope, relations: result } }
    const { where, having, groupBy, orderBy, limit, distinctOn = [] } = node
    for (const part of [where, having, groupBy, orderBy, limit, ...distinctOn]) {
      if (part) rows.push(this.#columnsIn(part, inside))
    }
    return (node.setOperations ?? [])
      .map(({ expression }) => this.query(expression, scope))
      .reduce(append, { columns, rows: union(...rows) })
  }

  /** Common table expressions by name; a recursive one is read until nothing comes to it any more. */
  #expressions(clause: WithNode | undefined, outer: Scope | null): Map<string, Relation> {
    const known = new Map(outer?.expressions)
    for (const { name, expression } of clause?.expressions ?? []) {
      const named = name.table.table.identifier.name
      const read = (node: OperationNode): Relation => {
        const relation = this.query(node, { expressions: known, relations: new Map(), outer })
        return name.columns
          ? rename(
              relation,
              name.columns.map(({ column }) => column.name),
            )
          : relation
      }
      if (clause?.recursive && SelectQueryNode.is(expression)) {
        const { setOperations: _, ...start } = expression
        known.set(named, read(start))
        for (let size = 0; size < sizeOf(known.get(named)); ) {
          size = sizeOf(known.get(named))
          known.set(named, read(expression))
        }
      } else known.set(named, read(expression))
    }
    return known
  }

  /** Makes what is selected from known by its name, and gives the columns that decide its rows. */
  #add(item: OperationNode, scope: Scope): ReadonlySet<ColumnId> {
    const [node, alias] = AliasNode.is(item) ? [item.node, item.alias] : [item, undefined]
    if (RawNode.is(node)) {
      const sources = this.#columnsIn(node, scope)
      const [name, columns] = rawAlias(alias)
      scope.relations.set(name, { columns: new Map(columns.map((it) => [it, sources])), rows: sources })
      return sources
    }
    const relation = TableNode.is(node) ? this.#table(node, scope) : this.query(node, scope)
    const own = TableNode.is(node) ? node.table.identifier.name : ''
    scope.relations.set(alias && IdentifierNode.is(alias) ? alias.name : own, relation)
    return relation.rows
  }

  #table(node: TableNode, scope: Scope): Relation {
    const { name } = node.table.identifier
    const expression = scope.expressions.get(name)
    if (expression) return expression
    const columns = this.#columnsOf(name)
    if (!columns) throw new Error(`There is no table ${name}`)
    return {
      columns: new Map(columns.map((column) => [column, new Set<ColumnId>([`${name}.${column}`])])),
      rows: new Set(),
    }
  }

  #selected({ selection }: SelectionNode, scope: Scope): [string, ReadonlySet<ColumnId>][] {
    if (SelectAllNode.is(selection))
      return [...scope.relations.values()].flatMap(({ columns }) => [...columns])
    if (ReferenceNode.is(selection)) {
      const table = selection.table?.table.identifier.name
      if (!SelectAllNode.is(selection.column))
        return [[selection.column.column.name, this.#columnsIn(selection, scope)]]
      return [...(scope.relations.get(table ?? '')?.columns ?? [])]
    }
    if (!AliasNode.is(selection) || !IdentifierNode.is(selection.alias))
      throw new Error(`A ${selection.kind} is selected without a name`)
    return [[selection.alias.name, this.#columnsIn(selection.node, scope)]]
  }

  /** The columns of tables that an expression names, those of its subqueries included. */
  #columnsIn(expression: unknown, scope: Scope): ReadonlySet<ColumnId> {
    if (Array.isArray(expression)) return union(...expression.map((item) => this.#columnsIn(item, scope)))
    if (typeof expression !== 'object' || expression === null) return new Set()
    const node = expression as OperationNode
    if (SelectQueryNode.is(node)) {
      const { columns, rows } = this.query(node, scope)
      return union(rows, ...columns.values())
    }
    if (!ReferenceNode.is(node)) return this.#columnsIn(Object.values(node), scope)
    if (SelectAllNode.is(node.column)) return new Set()
    const [column, table] = [node.column.column.name, node.table?.table.identifier.name]
    const found = lookUp(scope, column, table)
    if (!found) throw new Error(`Nothing here has a column ${table ? `${table}.` : ''}${column}`)
    for (const source of found) this.reads.add(source)
    return found
  }
}

const sizeOf = (relation: Relation | undefined): number =>
  relation ? [...relation.columns.values(), relation.rows].reduce((sum, { size }) => sum + size, 1) : 0

/** Name and columns of something selected from that only SQL text describes, as in `days(instant)`. */
function rawAlias(alias: OperationNode | undefined): [string, readonly string[]] {
  const text = alias && RawNode.is(alias) ? alias.sqlFragments.join('') : ''
  const [, name, columns = ''] = /^(\w+)\(([\w, ]+)\)$/.exec(text) ?? []
  if (name === undefined) throw new Error(`What is selected from has no name and columns: ${text}`)
  return [name, columns.split(',').map((column) => column.trim())]
}
