import { SqlError } from '../sql-error.ts'
import type { Tree } from './ast.ts'
import { type Member, memberNamed, type Relation } from './relation.ts'
import type { SqlType } from './sql-type.ts'

export interface Column {
  readonly name: string
  readonly type: SqlType
}

/** What a query over rows of cubes or views says, as long as nothing groups it. */
export interface Ungrouped {
  readonly kind: 'ungrouped'
  readonly relations: readonly Relation[]
  readonly columns: readonly { readonly name: string; readonly node: Tree; readonly type: SqlType }[]
  readonly where: readonly Tree[]
  readonly joins: readonly SubqueryJoin[]
}

/** Rows of a grouped query that are joined to those of cubes within one query of Cube's. */
export interface SubqueryJoin {
  readonly alias: string
  readonly sql: string
  readonly type: 'INNER' | 'LEFT'
  readonly on: Tree
}

export interface Rows {
  readonly kind: 'rows'
  readonly sql: string
  readonly columns: readonly Column[]
}

/** One thing that FROM names. */
export type Source =
  | {
      readonly kind: 'relation'
      readonly alias: string
      readonly relation: Relation
      readonly names?: readonly string[]
    }
  | {
      readonly kind: 'inlined'
      readonly alias: string
      readonly query: Ungrouped
      readonly names?: readonly string[]
    }
  | {
      readonly kind: 'rows'
      readonly alias: string
      readonly columns: readonly (Column & { readonly sql: string })[]
      /** What the rows are called within a query of Cube's that they are joined in. */
      readonly within?: string
    }

export interface Found {
  readonly name: string
  readonly node: Tree
}

export const memberNode = (member: Member): Tree => ({ Member: member })
/** A column of rows that are joined to those of cubes. */
const joinedNode = (name: string, sql: string, type: SqlType): Tree => ({ Joined: { name, sql, type } })
export const slotNode = (sql: string, type: SqlType): Tree => ({ Slot: { sql, type } })

/** The columns of a source, in the order of `SELECT *`. */
export function columnsOf(source: Source): Found[] {
  switch (source.kind) {
    case 'relation':
      return renamed(
        source.relation.members
          .filter(({ kind }) => kind !== 'segment')
          .map((member) => ({ name: member.name, node: memberNode(member) })),
        source.names,
      )
    case 'inlined':
      return renamed(source.query.columns, source.names)
    case 'rows':
      return source.columns.map(({ name, sql, type }) => ({
        name,
        node: source.within === undefined ? slotNode(sql, type) : joinedNode(name, sql, type),
      }))
  }
}

function renamed(columns: readonly Found[], names: readonly string[] | undefined): Found[] {
  return columns.map(({ name, node }, index) => ({ name: names?.[index] ?? name, node }))
}

/** A column of every cube that only joins them, as the model says. */
const JOIN_FIELD = '__cubejoinfield'

function columnOf(source: Source, name: string): Found[] {
  if (source.kind === 'relation' && name.toLowerCase() === JOIN_FIELD)
    return [{ name, node: { JoinField: { relation: source.relation.name } } }]
  if (source.kind === 'relation' && !source.names) {
    const member = memberNamed(source.relation, name)
    return member ? [{ name: member.name, node: memberNode(member) }] : []
  }
  const columns = columnsOf(source)
  if (
    source.kind === 'inlined' &&
    name.toLowerCase() === JOIN_FIELD &&
    !columns.some((it) => it.name === name)
  ) {
    const [relation] = source.query.relations
    return relation ? [{ name, node: { JoinField: { relation: relation.name } } }] : []
  }
  const exact = columns.filter((column) => column.name === name)
  return exact.length > 0
    ? exact
    : columns.filter((column) => column.name.toLowerCase() === name.toLowerCase())
}

/** What a name of one or more parts stands for. */
export function resolveColumn(
  sources: readonly Source[],
  parts: readonly string[],
  location: number | undefined,
): Found | undefined {
  const place = location === undefined ? {} : { location }
  const name = parts.at(-1) ?? ''
  const qualifier = parts.at(-2)
  if (parts.length > 2 && parts.at(-3) !== 'public')
    throw new SqlError({
      state: '42P01',
      message: `missing FROM-clause entry for table "${parts.slice(0, -1).join('.')}"`,
      ...place,
    })
  const named = qualifier === undefined ? sources : sourcesNamed(sources, qualifier)
  if (qualifier !== undefined && named.length === 0)
    throw new SqlError({
      state: '42P01',
      message: `missing FROM-clause entry for table "${qualifier}"`,
      ...place,
    })
  const found = named.flatMap((source) => columnOf(source, name))
  if (found.length > 1)
    throw new SqlError({ state: '42702', message: `column reference "${name}" is ambiguous`, ...place })
  return found[0]
}

export function sourcesNamed(sources: readonly Source[], name: string): Source[] {
  const exact = sources.filter(({ alias }) => alias === name)
  return exact.length > 0 ? exact : sources.filter(({ alias }) => alias.toLowerCase() === name.toLowerCase())
}

export function unknownColumn(parts: readonly string[], location: number | undefined): SqlError {
  const name = parts.length > 1 ? parts.slice(-2).join('.') : `"${parts[0]}"`
  return new SqlError({
    state: '42703',
    message: `column ${name} does not exist`,
    ...(location !== undefined && { location }),
  })
}
