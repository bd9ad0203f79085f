import type { JoinExpr } from 'libpg-query'
import { unsupported } from '../sql-error.ts'
import { bodyOf, type Node, type Tree, walk } from './ast.ts'
import { identifier } from './expression.ts'
import type { FromContext, Item, Semantic } from './from.ts'
import type { Source, SubqueryJoin } from './scope.ts'

/** An item of FROM, and how it is joined to those before it. */
interface FlatItem {
  readonly node: Tree
  readonly type: 'cross' | 'inner' | 'left'
  readonly on: Tree | undefined
}

export interface JoinedItem extends Omit<FlatItem, 'node'> {
  readonly item: Item
}

/** The items of a FROM one after the other, where none is right of an outer join but by itself. */
export function flatJoins(list: readonly Tree[]): FlatItem[] | undefined {
  const items: FlatItem[] = []
  for (const node of list) {
    const found = flatJoin(node)
    if (!found) return undefined
    items.push(...found)
  }
  return items
}

function flatJoin(node: Tree): FlatItem[] | undefined {
  const join = bodyOf<JoinExpr>(node, 'JoinExpr')
  if (!join) return [{ node, type: 'cross', on: undefined }]
  const isPlain = !join.isNatural && !join.alias && !join.usingClause
  if (!isPlain || (join.jointype !== 'JOIN_INNER' && join.jointype !== 'JOIN_LEFT')) return undefined
  const [left, right] = [flatJoin(join.larg as Tree), flatJoin(join.rarg as Tree)]
  const [first, ...rest] = right ?? []
  if (!left || !first || (join.jointype === 'JOIN_LEFT' && rest.length > 0)) return undefined
  const type = join.jointype === 'JOIN_LEFT' ? 'left' : join.quals ? 'inner' : 'cross'
  // Conditions of inner joins hold wherever they stand.
  const last = rest.at(-1) ?? first
  const joined: FlatItem = {
    ...last,
    type: last.type === 'cross' ? type : last.type,
    on: both(last.on, join.quals),
  }
  return [...left, ...(rest.length > 0 ? [first, ...rest.slice(0, -1)] : []), joined]
}

const both = (a: Tree | undefined, b: Tree | Node | undefined): Tree | undefined =>
  a && b ? { BoolExpr: { boolop: 'AND_EXPR', args: [a, b] } } : (a ?? (b as Tree | undefined))

/**
 * FROM as one query of Cube's: cubes and views joined as the model joins them, by CROSS JOIN, a comma or
 * `__cubeJoinField`, and to them rows of queries that are grouped, by conditions. Undefined where it is none.
 */
export async function semanticFrom(
  items: readonly JoinedItem[],
  context: FromContext,
): Promise<Semantic | undefined> {
  const isRows = ({ item }: JoinedItem): boolean => item.source.kind === 'rows'
  const cubes = items.filter((one) => !isRows(one))
  if (cubes.length === 0 || (items[0] && isRows(items[0]) && items.some(({ type }) => type === 'left')))
    return undefined
  const named = new Map(
    items.map(({ item }) => [item, isJoined(item) ? joinedSource(item, context) : item.source]),
  )
  const sources = [...named.values()]
  const joins: SubqueryJoin[] = cubes.flatMap(({ item }) => item.joins)
  const where: Tree[] = cubes.flatMap(({ item }) => item.where)
  for (const joined of items) {
    const { item, type, on } = joined
    const bound = on && (await context.bind(on, sources))
    if (isRows(joined)) joins.push(subqueryJoin(item, named.get(item) as Source, type, bound))
    else if (bound && isFieldJoin(bound)) continue
    else if (bound && type === 'inner' && items.some(isRows) && cubes.length === 1) where.push(bound)
    else if (bound) return undefined
  }
  const relations = cubes.flatMap(({ item }) => item.relations)
  const twice = relations.find((relation, index) => relations.indexOf(relation) !== index)
  // Two queries over the same rows are joined row by row.
  if (twice && cubes.some(({ item }) => item.source.kind === 'inlined')) return undefined
  if (twice)
    throw unsupported(
      `A join of ${twice.name} with itself`,
      'Join queries that are grouped, each with a name.',
    )
  return { kind: 'semantic', relations, sources, where, joins }
}

const isJoined = ({ source }: Item): boolean => source.kind === 'rows'

/** The rows of a grouped query, as columns that stand within a query of Cube's. */
function joinedSource({ source }: Item, { alias }: FromContext): Source {
  if (source.kind !== 'rows') return source
  const name = alias()
  return {
    ...source,
    within: name,
    columns: source.columns.map((column, index) => ({ ...column, sql: `${identifier(name)}.c${index}` })),
  }
}

function subqueryJoin(
  { sql }: Item,
  source: Source,
  type: JoinedItem['type'],
  on: Tree | undefined,
): SubqueryJoin {
  const alias = source.kind === 'rows' ? (source.within ?? source.alias) : source.alias
  return {
    alias,
    sql,
    type: type === 'left' ? 'LEFT' : 'INNER',
    on: on ?? { A_Const: { boolval: { boolval: true } } },
  }
}

/** `a.__cubeJoinField = b.__cubeJoinField`, also with a clause for two NULLs. */
function isFieldJoin(condition: Tree): boolean {
  let fields = 0
  let others = 0
  walk(condition, (kind) => {
    if (kind === 'JoinField') fields++
    if (/^(Member|Slot|Joined|A_Const|ParamRef|FuncCall|InQuery)$/.test(kind)) others++
    return true
  })
  return fields >= 2 && others === 0
}
