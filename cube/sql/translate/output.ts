import { SqlError } from '../sql-error.ts'
import { bodyOf, locationOf, sameness, type Tree, texts } from './ast.ts'

/** The output columns of a SELECT. */
export type Targets = readonly { readonly title: string; readonly node: Tree; readonly isNamed: boolean }[]

/** What an item of ORDER BY or GROUP BY means: the place of an output column, its name, or an expression. */
export async function outputOf(
  node: Tree,
  targets: Targets,
  toTree: (node: Tree) => Promise<Tree>,
  byName: boolean,
): Promise<{ node: Tree; target: number | undefined }> {
  const place = bodyOf<{ ival?: { ival?: number } }>(node, 'A_Const')?.ival
  if (place) {
    const index = (place.ival ?? 0) - 1
    const found = targets[index]
    if (found) return { node: found.node, target: index }
    const location = locationOf(node)
    throw new SqlError({
      state: '42P10',
      message: `position ${place.ival ?? 0} is not in select list`,
      ...(location !== undefined && { location }),
    })
  }
  if (bodyOf(node, 'A_Const'))
    throw new SqlError({ state: '42601', message: 'non-integer constant in ORDER BY or GROUP BY' })
  const fields = bodyOf<{ fields?: Tree[] }>(node, 'ColumnRef')?.fields
  const name = fields?.length === 1 ? texts(fields)[0] : undefined
  const byAlias = (): number => targets.findIndex(({ title, isNamed }) => isNamed && title === name)
  if (name !== undefined && byName && byAlias() >= 0) {
    const index = byAlias()
    return { node: targets[index]?.node ?? node, target: index }
  }
  try {
    const bound = await toTree(node)
    const index = targets.findIndex((target) => sameness(target.node) === sameness(bound))
    return { node: bound, target: index < 0 ? undefined : index }
  } catch (error) {
    const index = name === undefined ? -1 : targets.findIndex(({ title }) => title === name)
    const found = targets[index]
    if (!(error instanceof SqlError) || error.state !== '42703' || !found) throw error
    return { node: found.node, target: index }
  }
}
