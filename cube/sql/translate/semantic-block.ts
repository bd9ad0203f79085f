import type { Block } from './block.ts'
import type { Semantic } from './from.ts'
import { GroupedBlock } from './grouped-block.ts'
import { membersIn } from './leaves.ts'
import type { Relation } from './relation.ts'
import { rowByRow } from './row-by-row.ts'
import type { Rows, Ungrouped } from './scope.ts'
import type { Translation } from './translation.ts'

/** The rows of a query that nothing groups. */
export function ungroupedRows(
  { relations, columns, where, joins }: Ungrouped,
  translation: Translation,
): Promise<Rows> {
  const from: Semantic = { kind: 'semantic', relations, sources: [], where: [], joins }
  const block: Block = {
    from,
    targets: columns.map(({ name, node }) => ({ title: name, node })),
    where,
    groups: [],
    sets: [[]],
    isGrouped: false,
    having: undefined,
    order: [],
    isDistinct: false,
    distinctOn: [],
    windows: [],
    limit: '',
  }
  return semanticRows(block, from, translation)
}

/** A SELECT over cubes or views: what has to be asked of Cube is, and the rest is ordinary SQL over its answer. */
export async function semanticRows(block: Block, from: Semantic, translation: Translation): Promise<Rows> {
  const hasMeasures = membersIn(block.targets.map(({ node }) => node)).some(({ kind }) => kind === 'measure')
  const isList =
    block.isDistinct && !block.isGrouped && !hasMeasures && !JSON.stringify(block.targets).includes('"over":')
  // Where there are no dimensions there is one group, of all rows.
  const isTotal = hasMeasures && !from.relations.some(hasDimensions)
  if (!block.isGrouped && !isList && !isTotal) return rowByRow(block, from, translation)
  // DISTINCT over dimensions is a list of groups.
  const grouped = isList
    ? {
        ...block,
        groups: block.targets.map(({ node }) => node),
        sets: [block.targets.map((_, index) => index)],
      }
    : block
  return new GroupedBlock(grouped, from, translation, isTotal).rows()
}

const hasDimensions = ({ members }: Relation): boolean => members.some(({ kind }) => kind === 'dimension')
