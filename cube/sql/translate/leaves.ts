import { unsupported } from '../sql-error.ts'
import { kindOf, type Tree, walk } from './ast.ts'
import { type Ex, ex } from './expression.ts'
import type { Member } from './relation.ts'
import type { SqlType } from './sql-type.ts'

/** What a bound node stands for by itself, members aside. */
export function plainLeaf(node: Tree, emit: (node: Tree) => Ex): Ex | undefined {
  const [kind, body] = kindOf(node)
  if (kind === 'JoinField') throw unsupported('__cubeJoinField outside of a join')
  if (kind === 'Slot' || kind === 'Joined') {
    const { sql, type } = body as { sql: string; type: SqlType }
    return ex(sql, type)
  }
  if (kind === 'InQuery') {
    const { test, sql } = body as { test: Tree; sql: string }
    return ex(`(${emit(test).sql} IN (${sql}))`, 'bool')
  }
  return undefined
}

export const memberOf = (node: Tree): Member | undefined => {
  const [kind, body] = kindOf(node)
  return kind === 'Member' ? (body as unknown as Member) : undefined
}

/** All members that a tree names. */
export function membersIn(node: unknown): Member[] {
  const found: Member[] = []
  walk(node, (kind, body) => {
    if (kind === 'Member') found.push(body as unknown as Member)
    return kind !== 'Member'
  })
  return found
}

/** True for a tree in which rows joined to those of cubes are named. */
export function hasJoined(node: unknown): boolean {
  let has = false
  walk(node, (kind) => {
    has ||= kind === 'Joined'
    return !has
  })
  return has
}
