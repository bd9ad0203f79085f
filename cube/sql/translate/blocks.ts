import { isAggregate } from './aggregates.ts'
import { kindOf, type Tree, texts } from './ast.ts'
import type { Block } from './block.ts'
import type { Emitter } from './emit.ts'
import type { Rows } from './scope.ts'
import type { SqlType } from './sql-type.ts'

/** The name of the aggregate that a node calls, unless it is one over a window. */
export function aggregateName(node: Tree): string | undefined {
  const [kind, body] = kindOf(node)
  if (kind !== 'FuncCall' || 'over' in body) return undefined
  const name = texts((body as { funcname?: Tree[] }).funcname).at(-1) ?? ''
  return isAggregate(name) ? name : undefined
}

export function hasAggregates(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasAggregates)
  if (!(node instanceof Object)) return false
  return Object.entries(node).some(
    ([kind, body]) =>
      kind === 'GroupingFunc' ||
      (kind === 'FuncCall' && aggregateName({ FuncCall: body }) !== undefined) ||
      hasAggregates(body),
  )
}

/** The clauses of a SELECT, each expression written by the emitter. Columns are called c0, c1, ... within. */
export function writeSelect(
  block: Block,
  emitter: Emitter,
  from: string,
  { where = [], after = '' }: { where?: readonly string[]; after?: string } = {},
): { sql: string; types: ReturnType<Emitter['emit']>['type'][] } {
  const outputs = block.targets.map(({ node }) => emitter.emit(node))
  const order = block.order.map(({ item, node, target }) =>
    emitter.order(item, () => (target === undefined ? emitter.emit(node).sql : String(target + 1))),
  )
  const parts = [
    `SELECT ${distinct(block, emitter)}${outputs.map(({ sql }, index) => `${sql} AS c${index}`).join(', ')}`,
    ...(from === '' ? [] : [`FROM ${from}`]),
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(after === '' ? [] : [after]),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
  ]
  return { sql: `${parts.join(' ')}${block.limit}`, types: outputs.map(({ type }) => type) }
}

function distinct({ isDistinct, distinctOn }: Block, emitter: Emitter): string {
  if (distinctOn.length === 0) return isDistinct ? 'DISTINCT ' : ''
  return `DISTINCT ON (${distinctOn.map((node) => emitter.emit(node).sql).join(', ')}) `
}

export const named = (block: Block, types: readonly SqlType[]): Rows['columns'] =>
  block.targets.map(({ title }, index) => ({ name: title, type: types[index] ?? 'unknown' }))
