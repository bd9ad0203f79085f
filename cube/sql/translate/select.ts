import type { CommonTableExpr, List, ResTarget, SelectStmt, SortBy, WindowDef } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, type Node, sameness, type Tree, texts } from './ast.ts'
import { bind } from './bind.ts'
import { hasAggregates } from './blocks.ts'
import { columnTitle } from './column-title.ts'
import { Emitter } from './emit.ts'
import { cast, type Ex } from './expression.ts'
import { type From, readFrom } from './from.ts'
import type { Session } from './functions.ts'
import { memberOf, plainLeaf } from './leaves.ts'
import type { Parameters } from './parameters.ts'
import type { Model } from './relation.ts'
import { joinedRows } from './rows-block.ts'
import { columnsOf, type Rows, slotNode, sourcesNamed, type Ungrouped } from './scope.ts'
import { semanticRows, ungroupedRows } from './semantic-block.ts'
import { commonType } from './sql-type.ts'

export interface Translation {
  readonly model: Model
  readonly session: Session
  readonly parameters: Parameters
}

/** What a query sees of those around it. */
interface Outer {
  readonly ctes: ReadonlyMap<string, Rows | Ungrouped>
  /** True within another query: one that nothing groups is then left to it. */
  readonly isInner: boolean
}

const TOP: Outer = { ctes: new Map(), isInner: false }

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
  readonly windows: readonly WindowDef[]
  readonly limit: string
}

/** The rows of a query, whatever it is. */
export async function queryRows(node: Tree, translation: Translation, outer: Outer = TOP): Promise<Rows> {
  const query = await translateQuery(node, translation, outer)
  return query.kind === 'rows' ? query : ungroupedRows(query, translation)
}

/** A query as rows, or as what it says of rows of cubes and views that a query around it may still group. */
async function translateQuery(
  node: Tree,
  translation: Translation,
  around: Outer,
): Promise<Rows | Ungrouped> {
  const select = bodyOf<SelectStmt>(node, 'SelectStmt') ?? (node as SelectStmt)
  if (select.intoClause) throw unsupported('SELECT INTO')
  if (select.lockingClause) throw unsupported('FOR UPDATE')
  const outer = await readCtes(select, translation, around)
  if (select.op !== undefined && select.op !== 'SETOP_NONE') return unionRows(select, translation, outer)
  if (select.valuesLists) return valueRows(select, translation)
  const block = await readBlock(select, translation, outer)
  if (block.from.kind !== 'semantic') return joinedRows(block, block.from, translation)
  const { relations } = block.from
  const isOpen =
    !block.isGrouped &&
    !block.isDistinct &&
    block.limit === '' &&
    block.windows.length === 0 &&
    !hasWindow(block)
  if (!isOpen) return semanticRows(block, block.from, translation)
  // Without a group nothing is decided yet: its order has no meaning to a query around it.
  if (block.order.length > 0 && !outer.isInner) return semanticRows(block, block.from, translation)
  const columns = block.targets.map(({ title, node: target }) => ({
    name: title,
    node: target,
    type: 'unknown' as const,
  }))
  return { kind: 'ungrouped', relations, columns, where: block.where }
}

function hasWindow({ targets, order }: Block): boolean {
  return JSON.stringify([targets, order]).includes('"over":')
}

async function readCtes({ withClause }: SelectStmt, translation: Translation, outer: Outer): Promise<Outer> {
  if (!withClause) return outer
  if (withClause.recursive) throw unsupported('WITH RECURSIVE')
  const ctes = new Map(outer.ctes)
  for (const item of withClause.ctes ?? []) {
    const { ctename = '', ctequery, aliascolnames } = bodyOf<CommonTableExpr>(item, 'CommonTableExpr') ?? {}
    if (kindOf(ctequery as Tree)[0] !== 'SelectStmt') throw unsupported('A WITH query that changes data')
    const query = await translateQuery(ctequery as Tree, translation, { ctes, isInner: true })
    const names = texts(aliascolnames)
    const named = query.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
    ctes.set(ctename, { ...query, columns: named } as Rows | Ungrouped)
  }
  return { ...outer, ctes }
}

const within = ({ ctes }: Outer): Outer => ({ ctes, isInner: true })

async function readBlock(select: SelectStmt, translation: Translation, outer: Outer): Promise<Block> {
  const { model, session } = translation
  const from = await readFrom(select.fromClause ?? [], {
    model,
    ctes: outer.ctes,
    select: (node) => translateQuery(node, translation, within(outer)),
    rowsOf: (query) => ungroupedRows(query, translation),
  })
  const sources = from.kind === 'nothing' ? [] : from.sources
  const context = {
    sources,
    session,
    subquery: (node: Tree) => queryRows(node, translation, within(outer)),
  }
  const toTree = (node: Node | Tree): Promise<Tree> => bind(node as Tree, context)
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
          const hidden = member?.kind === 'measure' && !member.hasRowValue
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
  if (select.distinctClause && Object.keys(select.distinctClause[0] ?? {}).length > 0)
    throw unsupported('DISTINCT ON')
  const isGrouped =
    grouping.isGrouped ||
    having !== undefined ||
    hasAggregates([...targets.map(({ node }) => node), ...order.map(({ node }) => node)])
  return {
    from,
    targets,
    where,
    ...grouping,
    isGrouped,
    having,
    order,
    isDistinct: select.distinctClause !== undefined,
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

type Targets = readonly { readonly title: string; readonly node: Tree; readonly isNamed: boolean }[]

/** What an item of ORDER BY or GROUP BY means: the place of an output column, its name, or an expression. */
async function outputOf(
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

interface Grouping {
  readonly groups: Tree[]
  readonly sets: number[][]
  readonly isGrouped: boolean
}

const MAX_SETS = 256

async function readGrouping(
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

/** LIMIT and OFFSET: literals and parameters only. */
function limitOf({ limitCount, limitOffset, limitOption }: SelectStmt, translation: Translation): string {
  if (limitOption === 'LIMIT_OPTION_WITH_TIES') throw unsupported('WITH TIES')
  const part = (word: string, node: Node | undefined): string => {
    if (!node || (kindOf(node)[1] as { isnull?: boolean }).isnull) return ''
    const emitter: Emitter = plainEmitter(translation)
    const parameter = bodyOf<{ number?: number }>(node, 'ParamRef')
    const value: Ex = parameter
      ? translation.parameters.client(parameter.number ?? 0, 'int8')
      : cast(emitter.emit(node), 'int8')
    if (/^CAST\(\(-/.test(value.sql))
      throw new SqlError({
        state: word === 'LIMIT' ? '2201W' : '2201X',
        message: `${word} must not be negative`,
      })
    return ` ${word} ${value.sql}`
  }
  return `${part('LIMIT', limitCount)}${part('OFFSET', limitOffset)}`
}

/** Writes expressions that name no columns. */
function plainEmitter({ session, parameters }: Translation): Emitter {
  const emitter: Emitter = new Emitter({
    session,
    parameters,
    aggregates: false,
    windows: [],
    leaf: (node) => plainLeaf(node, (inner) => emitter.emit(inner)),
  })
  return emitter
}

async function unionRows(select: SelectStmt, translation: Translation, outer: Outer): Promise<Rows> {
  const [left, right] = [
    await queryRows(select.larg as Tree, translation, within(outer)),
    await queryRows(select.rarg as Tree, translation, within(outer)),
  ]
  const word = { SETOP_UNION: 'UNION', SETOP_INTERSECT: 'INTERSECT', SETOP_EXCEPT: 'EXCEPT' }[
    select.op as string
  ]
  if (word === undefined) throw unsupported('This set operation')
  if (left.columns.length !== right.columns.length)
    throw new SqlError({ state: '42601', message: `each ${word} query must have the same number of columns` })
  const columns = left.columns.map(({ name, type }, index) => {
    const other = right.columns[index]?.type ?? 'unknown'
    const common = commonType([type, other])
    if (commonType([other, type]) !== common)
      throw new SqlError({ state: '42804', message: `${word} types ${type} and ${other} cannot be matched` })
    return { name, type: common }
  })
  const side = ({ sql, columns: from }: Rows): string =>
    `SELECT ${columns.map(({ type }, index) => `${fitted(`c${index}`, from[index]?.type ?? type, type)} AS c${index}`).join(', ')} FROM (${sql}) AS s`
  const order = (select.sortClause ?? []).map((item) => {
    const sort = bodyOf<SortBy>(item, 'SortBy') ?? {}
    const place = bodyOf<{ ival?: { ival?: number } }>(sort.node, 'A_Const')?.ival?.ival
    const name = texts(bodyOf<{ fields?: Tree[] }>(sort.node, 'ColumnRef')?.fields).at(-1)
    const index = place === undefined ? columns.findIndex((column) => column.name === name) : place - 1
    if (!columns[index])
      throw new SqlError({ state: '42703', message: `column "${name ?? place}" does not exist` })
    return plainEmitter(translation).order(item, () => `c${index}`)
  })
  const sorted = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''
  const sql = `SELECT * FROM (${side(left)} ${word}${select.all ? ' ALL' : ''} ${side(right)}) AS u${sorted}${limitOf(select, translation)}`
  return { kind: 'rows', sql, columns }
}

function fitted(
  sql: string,
  from: Rows['columns'][number]['type'],
  to: Rows['columns'][number]['type'],
): string {
  return from === to || from === 'numeric' || to === 'unknown' ? sql : cast({ sql, type: from }, to).sql
}

function valueRows(select: SelectStmt, translation: Translation): Rows {
  const emitter = plainEmitter(translation)
  const lists = (select.valuesLists ?? []).map((list) =>
    (bodyOf<List>(list, 'List')?.items ?? []).map((node) => emitter.emit(node)),
  )
  const width = lists[0]?.length ?? 0
  if (lists.some((list) => list.length !== width))
    throw new SqlError({ state: '42601', message: 'VALUES lists must all be the same length' })
  const columns = Array.from({ length: width }, (_, index) => ({
    name: `column${index + 1}`,
    type: commonType(lists.map((list) => list[index]?.type ?? 'unknown')),
  }))
  const rows = lists.map((list) => `(${list.map(({ sql }) => sql).join(', ')})`)
  const names = columns.map((_, index) => `c${index}`).join(', ')
  return {
    kind: 'rows',
    sql: `SELECT * FROM (VALUES ${rows.join(', ')}) AS v(${names})${limitOf(select, translation)}`,
    columns,
  }
}
