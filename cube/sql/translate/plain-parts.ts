import type { A_Const, A_Expr, FuncCall } from 'libpg-query'
import { bodyOf, type Tree, texts } from './ast.ts'
import { memberOf } from './leaves.ts'
import { literalOf } from './literals.ts'
import { plainTimes, type TimeFilter } from './plain-times.ts'
import type { Member } from './relation.ts'

/*
 * What a Cube query can say without an expression is said so: the model reads from it at which grain a figure is asked,
 * to which one value a dimension is pinned, and of which time it is.
 */

export type PlainFilter =
  | { readonly member: string; readonly operator: 'equals'; readonly values: readonly string[] }
  | TimeFilter

/** A condition that a dimension equals a literal or one of a list, or that a time lies before or after one. */
export function plainFilters(node: Tree): readonly PlainFilter[] | undefined {
  const { kind, name, lexpr, rexpr } = bodyOf<A_Expr>(node, 'A_Expr') ?? {}
  if (!lexpr || !rexpr) return undefined
  const member = memberOf(lexpr as Tree)
  if (member?.kind !== 'dimension' || member.isInstant || member.isDay) return plainTimes(node)
  if (texts(name)[0] !== '=') return undefined
  const items =
    kind === 'AEXPR_IN'
      ? ((bodyOf<{ items?: Tree[] }>(rexpr, 'List')?.items ?? []) as Tree[])
      : [rexpr as Tree]
  if (kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN') return undefined
  const values = items.flatMap((item) => valueOfType(item, member) ?? [])
  if (values.length === 0 || values.length !== items.length) return undefined
  return [{ member: member.path, operator: 'equals', values }]
}

function valueOfType(node: Tree, { type }: Member): string | undefined {
  if (type === 'text') return literalOf(node)
  const { ival } = bodyOf<A_Const>(node, 'A_Const') ?? {}
  return ival && (type === 'int4' || type === 'int8' || type === 'numeric')
    ? String(ival.ival ?? 0)
    : undefined
}

const GRANULARITIES = new Set(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'])

/** `date_trunc('month', closed_at)`: a time dimension and its granularity. A day as it is is one by day. */
export function plainGranularity(node: Tree): { member: Member; granularity: string } | undefined {
  const day = memberOf(node)
  if (day?.kind === 'dimension' && day.isDay) return { member: day, granularity: 'day' }
  const { funcname, args = [], over } = bodyOf<FuncCall>(node, 'FuncCall') ?? {}
  if (texts(funcname).at(-1) !== 'date_trunc' || over || args.length !== 2) return undefined
  const granularity = literalOf(args[0] as Tree)?.toLowerCase()
  const member = memberOf(args[1] as Tree)
  if (granularity === undefined || member?.kind !== 'dimension' || !(member.isInstant || member.isDay))
    return undefined
  return GRANULARITIES.has(granularity) || member.granularities.includes(granularity)
    ? { member, granularity }
    : undefined
}
