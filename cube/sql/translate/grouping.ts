import { SqlError } from '../sql-error.ts'
import { kindOf, type Node, sameness, type Tree } from './ast.ts'
import { outputOf, type Targets } from './output.ts'

interface Grouping {
  readonly groups: Tree[]
  readonly sets: number[][]
  readonly isGrouped: boolean
}

const MAX_SETS = 256

/** Reads GROUP BY with its ROLLUP, CUBE and GROUPING SETS. */
export async function readGrouping(
  clause: readonly Node[],
  targets: Targets,
  toTree: (node: Tree) => Promise<Tree>,
): Promise<Grouping> {
  const groups: Tree[] = []
  const place = async (node: Tree): Promise<number> => {
    const { node: bound } = await outputOf(node, targets, toTree, false)
    const key = sameness(bound)
    const known = groups.findIndex((group) => sameness(group) === key)
    return known >= 0 ? known : groups.push(bound) - 1
  }
  const setsOf = async (node: Tree): Promise<number[][]> => {
    const [kind, body] = kindOf(node)
    if (kind === 'RowExpr') {
      const places: number[] = []
      for (const item of (body as { args?: Tree[] }).args ?? []) places.push(await place(item))
      return [places]
    }
    if (kind !== 'GroupingSet') return [[await place(node)]]
    const { kind: set, content = [] } = body as { kind?: string; content?: Tree[] }
    const parts: number[][][] = []
    for (const item of content) parts.push(await setsOf(item))
    const units = parts.map((part) => part[0] ?? [])
    if (set === 'GROUPING_SET_EMPTY') return [[]]
    if (set === 'GROUPING_SET_SIMPLE') return [units.flat()]
    if (set === 'GROUPING_SET_SETS') return parts.flat()
    if (set === 'GROUPING_SET_ROLLUP')
      return units.map((_, index) => units.slice(0, units.length - index).flat()).concat([[]])
    if (units.length > 8) throw new SqlError({ state: '54011', message: 'CUBE has at most 8 elements here' })
    return Array.from({ length: 2 ** units.length }, (_, mask) =>
      units.filter((__, index) => (mask & (1 << index)) === 0).flat(),
    )
  }
  let sets: number[][] = [[]]
  for (const node of clause) {
    const factor = await setsOf(node as Tree)
    sets = sets.flatMap((left) => factor.map((right) => [...new Set([...left, ...right])]))
    if (sets.length > MAX_SETS)
      throw new SqlError({ state: '54011', message: `There are more than ${MAX_SETS} grouping sets` })
  }
  return { groups, sets, isGrouped: clause.length > 0 }
}
