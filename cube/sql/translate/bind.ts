import type { ColumnRef, FuncCall, SubLink } from 'libpg-query'
import { unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, type Tree, texts } from './ast.ts'
import { quoted } from './expression.ts'
import type { Session } from './functions.ts'
import { type Rows, resolveColumn, type Source, slotNode, unknownColumn } from './scope.ts'
import type { SqlType } from './sql-type.ts'

export interface BindContext {
  readonly sources: readonly Source[]
  readonly session: Session
  /** Translates a query within the statement. It cannot see the columns of this one. */
  readonly subquery: (select: Tree) => Promise<Rows>
}

/** A tree in which every name is what it stands for: a member, or a column of rows. */
export async function bind(node: Tree, context: BindContext): Promise<Tree> {
  const [kind, body] = kindOf(node)
  if (kind === 'ColumnRef') return columnNode(body as ColumnRef, context, locationOf(node))
  if (kind === 'FuncCall') return call(body as FuncCall, context)
  if (kind === 'SubLink') return subqueryNode(body as SubLink, context, locationOf(node))
  return (await below(node, context)) as Tree
}

async function below(value: unknown, context: BindContext): Promise<unknown> {
  if (Array.isArray(value)) {
    const bound: unknown[] = []
    for (const item of value) bound.push(await below(item, context))
    return bound
  }
  if (!(value instanceof Object)) return value
  const entries: [string, unknown][] = []
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'ColumnRef' || key === 'SubLink' || key === 'FuncCall') return bind({ [key]: inner }, context)
    entries.push([key, await below(inner, context)])
  }
  return Object.fromEntries(entries)
}

/** Functions of other products whose first argument is a unit of time without quotes. */
const WITH_UNIT = new Set(['datediff', 'dateadd', 'timestampdiff'])

async function call(body: FuncCall, context: BindContext): Promise<Tree> {
  const [first, ...rest] = (body.args ?? []) as Tree[]
  const unit = texts(bodyOf<ColumnRef>(first, 'ColumnRef')?.fields)
  const isUnit = WITH_UNIT.has(texts(body.funcname).at(-1) ?? '') && unit.length === 1
  const args = isUnit ? [{ A_Const: { sval: { sval: unit[0] } } }, ...rest] : body.args
  return { FuncCall: await below({ ...body, ...(args && { args }) }, context) }
}

function columnNode(
  { fields }: ColumnRef,
  { sources, session }: BindContext,
  location: number | undefined,
): Tree {
  const star = (fields ?? []).some((field) => kindOf(field)[0] === 'A_Star')
  if (star) throw unsupported('* here', undefined, location)
  const parts = texts(fields)
  const found = resolveColumn(sources, parts, location)
  if (found) return found.node
  if (parts.at(-1)?.toLowerCase() === '__user') return slotNode(quoted(session.user), 'text')
  throw unknownColumn(parts, location)
}

async function subqueryNode(
  link: SubLink,
  context: BindContext,
  location: number | undefined,
): Promise<Tree> {
  const { sql, columns } = await context.subquery(link.subselect as Tree)
  const type: SqlType = columns[0]?.type ?? 'unknown'
  switch (link.subLinkType) {
    case 'EXISTS_SUBLINK':
      return slotNode(`EXISTS (${sql})`, 'bool')
    case 'EXPR_SUBLINK':
      return slotNode(`(${sql})`, type)
    case 'ANY_SUBLINK': {
      const name = texts(link.operName)[0] ?? '='
      if (name !== '=') throw unsupported(`${name} ANY of a query`, undefined, location)
      const test = await bind(link.testexpr as Tree, context)
      return { InQuery: { test, sql, type } }
    }
    default:
      throw unsupported('A query of this kind in an expression', undefined, location)
  }
}
