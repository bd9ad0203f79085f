import type { SelectStmt } from 'libpg-query'
import { SqlError } from '../sql-error.ts'
import { locationOf, sameness, type Tree } from './ast.ts'
import { outputOf, type Targets } from './output.ts'

/**
 * What DISTINCT ON names; nothing where it is not said.
 * @throws SqlError 42P10 where an order begins with something else, so that it would not say which row is the first
 */
export async function readDistinctOn(
  { distinctClause = [] }: SelectStmt,
  targets: Targets,
  order: readonly { readonly node: Tree }[],
  toTree: (node: Tree) => Promise<Tree>,
): Promise<Tree[]> {
  // DISTINCT alone is a list of one empty node.
  if (Object.keys(distinctClause[0] ?? {}).length === 0) return []
  const named: Tree[] = []
  for (const item of distinctClause) named.push((await outputOf(item as Tree, targets, toTree, true)).node)
  const keys = new Set(named.map(sameness))
  const first = new Set(order.slice(0, keys.size).map(({ node }) => sameness(node)))
  const stranger = [...first].findIndex((key) => !keys.has(key))
  if (stranger < 0) return named
  const location = locationOf(distinctClause[0] as Tree)
  throw new SqlError({
    state: '42P10',
    message: 'SELECT DISTINCT ON expressions must match initial ORDER BY expressions',
    ...(location !== undefined && { location }),
  })
}
