import type { ResTarget, SelectStmt, SortBy, WindowDef } from 'libpg-query'
import { SqlError } from '../sql-error.ts'
import { bodyOf, kindOf, type Node, type Tree, texts } from './ast.ts'
import { bind } from './bind.ts'
import { hasAggregates } from './blocks.ts'
import { columnTitle } from './column-title.ts'
import { readDistinctOn } from './distinct-on.ts'
import { type From, readFrom } from './from.ts'
import { readGrouping } from './grouping.ts'
import { memberOf } from './leaves.ts'
import { limitOf, plainEmitter } from './limit.ts'
import { outputOf } from './output.ts'
import { columnsOf, type Source, slotNode, sourcesNamed } from './scope.ts'
import { ungroupedRows } from './semantic-block.ts'
import { type Outer, type Queries, type Translation, within } from './translation.ts'

/** A SELECT with its names resolved. */
export interface Block {
  readonly from: From
  readonly targets: readonly { readonly title: string; readonly node: Tree }[]
  readonly where: readonly Tree[]
  readonly groups: readonly Tree[]
  /** Which groups each grouping set has, by their places; one set with all of them where none are named. */
  readonly sets: readonly (readonly number[])[]
  readonly isGrouped: boolean
  readonly having: Tree | undefined
  readonly order: readonly { readonly item: Tree; readonly node: Tree; readonly target: number | undefined }[]
  readonly isDistinct: boolean
  /** Of the rows that agree in these the first is kept. */
  readonly distinctOn: readonly Tree[]
  readonly windows: readonly WindowDef[]
  readonly limit: string
}

/** Reads a SELECT: resolves its names and finds out whether it groups. */
export async function readBlock(
  select: SelectStmt,
  translation: Translation,
  outer: Outer,
  queries: Queries,
): Promise<Block> {
  const { model, session } = translation
  const from = await readFrom(select.fromClause ?? [], {
    model,
    ctes: outer.ctes,
    select: (node) => queries.open(node, within(outer)),
    rowsOf: (query) => ungroupedRows(query, translation),
    plain: (node) => plainEmitter(translation).emit(node),
    alias: translation.alias,
    bind: (node, sources) =>
      bind(node, { sources, session, subquery: (inner) => queries.rows(inner, within(outer)) }),
  })
  const sources = from.kind === 'nothing' ? [] : from.sources
  const context = {
    sources,
    session,
    subquery: (node: Tree) => queries.rows(node, within(outer)),
  }
  const toTree = (node: Node | Tree): Promise<Tree> => bind(node as Tree, context)
  const isTotal = sources.every(isMeasuresOnly)
  const targets: { title: string; node: Tree; isNamed: boolean }[] = []
  for (const item of select.targetList ?? []) {
    const target = bodyOf<ResTarget>(item, 'ResTarget') ?? {}
    const starred = starOf(target)
    if (starred) {
      const named = starred.length > 0 ? sourcesNamed(sources, starred.at(-1) ?? '') : sources
      if (named.length === 0)
        throw new SqlError({
          state: '42P01',
          message: `missing FROM-clause entry for table "${starred.at(-1) ?? '*'}"`,
        })
      for (const source of named)
        for (const { name, node } of columnsOf(source)) {
          const member = memberOf(node)
          // A single row has no percentile: among all columns it is empty.
          const hidden = member?.kind === 'measure' && !member.hasRowValue && !isTotal
          targets.push({ title: name, node: hidden ? slotNode('NULL', member.type) : node, isNamed: true })
        }
    } else
      targets.push({
        title: target.name ?? columnTitle(target.val as Tree),
        node: await toTree(target.val as Node),
        isNamed: target.name !== undefined,
      })
  }
  const all = select.whereClause ? conjuncts(await toTree(select.whereClause)) : []
  const where = [...(from.kind === 'semantic' ? from.where : []), ...all]
  const grouping = await readGrouping(select.groupClause ?? [], targets, toTree)
  const having = select.havingClause ? await toTree(select.havingClause) : undefined
  const order: { item: Tree; node: Tree; target: number | undefined }[] = []
  for (const item of select.sortClause ?? []) {
    const sort = bodyOf<SortBy>(item, 'SortBy') ?? {}
    const { node, target } = await outputOf(sort.node as Tree, targets, toTree, true)
    order.push({ item: item as Tree, node, target })
  }
  const windows: WindowDef[] = []
  for (const item of select.windowClause ?? [])
    windows.push((await toTree({ WindowDef: kindOf(item)[1] })).WindowDef as WindowDef)
  const distinctOn = await readDistinctOn(select, targets, order, toTree)
  const aggregates = hasAggregates([...targets.map(({ node }) => node), ...order.map(({ node }) => node)])
  // What is grouped by what only joins is not grouped: the query around it decides.
  const isOpen = grouping.groups.some((node) => kindOf(node)[0] === 'JoinField') && !having && !aggregates
  const isGrouped = !isOpen && (grouping.isGrouped || having !== undefined || aggregates)
  return {
    from,
    targets,
    where,
    ...grouping,
    isGrouped,
    having,
    order,
    isDistinct: select.distinctClause !== undefined && distinctOn.length === 0,
    distinctOn,
    windows,
    limit: limitOf(select, translation),
  }
}

/** The names before a `*`, or undefined where there is none. */
function starOf({ val }: ResTarget): string[] | undefined {
  const [kind, body] = kindOf(val as Tree)
  const { fields = [] } = body as { fields?: Tree[] }
  if (kind !== 'ColumnRef' || kindOf(fields.at(-1) ?? {})[0] !== 'A_Star') return undefined
  return texts(fields.slice(0, -1))
}

function conjuncts(node: Tree): Tree[] {
  const { boolop, args } = bodyOf<{ boolop?: string; args?: Tree[] }>(node, 'BoolExpr') ?? {}
  return boolop === 'AND_EXPR' ? (args ?? []).flatMap(conjuncts) : [node]
}

/** A cube without dimensions: its measures are of all rows. */
const isMeasuresOnly = (source: Source): boolean =>
  source.kind === 'relation' && !source.relation.members.some(({ kind }) => kind === 'dimension')
