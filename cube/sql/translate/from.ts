import type { Alias, JoinExpr, RangeFunction, RangeSubselect, RangeVar } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, locationOf, type Node, type Tree, texts } from './ast.ts'
import { type Ex, identifier } from './expression.ts'
import type { Member, Model, Relation } from './relation.ts'
import {
  type Column,
  type Rows,
  resolveColumn,
  type Source,
  type SubqueryJoin,
  type Ungrouped,
  unknownColumn,
} from './scope.ts'
import { flatJoins, type JoinedItem, semanticFrom } from './semantic-from.ts'
import { SERIES, seriesRows } from './series.ts'

export interface FromContext {
  readonly model: Model
  readonly ctes: ReadonlyMap<string, Rows | Ungrouped>
  readonly select: (node: Tree) => Promise<Rows | Ungrouped>
  readonly rowsOf: (query: Ungrouped) => Promise<Rows>
  readonly bind: (node: Tree, sources: readonly Source[]) => Promise<Tree>
  /** Writes an expression that names no columns. */
  readonly plain: (node: Tree) => Ex
  /** A name for rows within a query of Cube's, which no other has. */
  readonly alias: () => string
}

/** What FROM says: rows of cubes and views alone, or a join that has to be written out. */
export type From =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'semantic'
      readonly relations: readonly Relation[]
      readonly sources: readonly Source[]
      readonly where: readonly Tree[]
      readonly joins: readonly SubqueryJoin[]
    }
  | { readonly kind: 'rows'; readonly join: Join; readonly sources: readonly Source[] }

export type Semantic = Extract<From, { kind: 'semantic' }>

/** A join of rows; conditions are bound later, when all sources are known. */
export type Join =
  /** The rows of a relation are written once it is known which of its columns are used. */
  | { readonly kind: 'source'; readonly source: Source; readonly sql: string; readonly relation?: Relation }
  | {
      readonly kind: 'join'
      readonly word: string
      readonly left: Join
      readonly right: Join
      readonly on?: Tree
      readonly using?: readonly string[]
    }

export type Item = {
  source: Source
  sql: string
  where: readonly Tree[]
  relations: readonly Relation[]
  joins: readonly SubqueryJoin[]
}

/** Reads FROM. */
export async function readFrom(list: readonly Node[], context: FromContext): Promise<From> {
  if (list.length === 0) return { kind: 'nothing' }
  // A query is translated once, for its values are numbered as they come.
  const read = new Map<Tree, Item>()
  const flat = flatJoins(list as readonly Tree[])
  if (flat) {
    const items: JoinedItem[] = []
    for (const { node, type, on } of flat) {
      const item = await readItem(node, context)
      read.set(node, item)
      items.push({ item, type, on })
    }
    checkAliases(items.map(({ item }) => item.source))
    const semantic = await semanticFrom(items, context)
    if (semantic) return semantic
  }
  const joins: Join[] = []
  for (const node of list) joins.push(await readJoin(node as Tree, context, read))
  const join = joins.reduce((left, right) => ({ kind: 'join', word: 'CROSS JOIN', left, right }))
  const sources = sourcesOf(join)
  checkAliases(sources)
  return { kind: 'rows', join, sources }
}

export function sourcesOf(join: Join): Source[] {
  return join.kind === 'source' ? [join.source] : [...sourcesOf(join.left), ...sourcesOf(join.right)]
}

function checkAliases(sources: readonly Source[]): void {
  const seen = new Set<string>()
  for (const { alias } of sources) {
    if (seen.has(alias))
      throw new SqlError({ state: '42712', message: `table name "${alias}" specified more than once` })
    seen.add(alias)
  }
}

async function readJoin(node: Tree, context: FromContext, read: ReadonlyMap<Tree, Item>): Promise<Join> {
  const join = bodyOf<JoinExpr>(node, 'JoinExpr')
  if (!join) {
    return leafOf(read.get(node) ?? (await readItem(node, context)), context)
  }
  if (join.isNatural || join.alias || join.join_using_alias) throw unsupported('This form of JOIN')
  const left = await readJoin(join.larg as Tree, context, read)
  const right = await readJoin(join.rarg as Tree, context, read)
  const words: Readonly<Record<string, string>> = {
    JOIN_INNER: join.quals || join.usingClause ? 'JOIN' : 'CROSS JOIN',
    JOIN_LEFT: 'LEFT JOIN',
    JOIN_RIGHT: 'RIGHT JOIN',
    JOIN_FULL: 'FULL JOIN',
  }
  const word = words[join.jointype ?? '']
  if (word === undefined) throw unsupported('This form of JOIN')
  return {
    kind: 'join',
    word,
    left,
    right,
    ...(join.quals && { on: join.quals as Tree }),
    ...(join.usingClause && { using: texts(join.usingClause) }),
  }
}

/** A source of a join as rows. */
async function leafOf({ source, sql }: Item, { rowsOf }: FromContext): Promise<Join> {
  if (source.kind === 'rows') return { kind: 'source', source, sql }
  if (source.kind === 'relation') {
    const { alias, relation } = source
    return { kind: 'source', source: relationSource(alias, relation), sql, relation }
  }
  const rows = await rowsOf(source.query)
  return { kind: 'source', source: rowsSource(source.alias, rows.columns, source.names), sql: rows.sql }
}

async function readItem(node: Tree, context: FromContext): Promise<Item> {
  const [kind, body] = kindOf(node)
  if (kind === 'RangeVar') return readTable(body as RangeVar, context, locationOf(node))
  if (kind === 'RangeSubselect') {
    const { lateral, subquery, alias } = body as RangeSubselect
    if (lateral) throw unsupported('LATERAL')
    return itemOf(await context.select(subquery as Tree), alias?.aliasname ?? 'unnamed', alias)
  }
  if (kind === 'RangeFunction') {
    const rows = seriesRows(body as RangeFunction, context.plain)
    const { alias } = body as RangeFunction
    return itemOf(rows, alias?.aliasname ?? SERIES, alias)
  }
  throw unsupported('A sample in FROM', 'Name a cube or view.', locationOf(node))
}

async function readTable(
  { schemaname, catalogname, relname = '', alias }: RangeVar,
  { model, ctes }: FromContext,
  location: number | undefined,
): Promise<Item> {
  const place = location === undefined ? {} : { location }
  const cte = schemaname === undefined ? ctes.get(relname) : undefined
  const name = alias?.aliasname ?? relname
  if (cte) return itemOf(cte, name, alias)
  const isOurs = (schemaname === undefined || schemaname === 'public') && catalogname === undefined
  const relation = isOurs || schemaname === 'public' ? await model.relation(relname) : undefined
  if (!relation) {
    const full = [catalogname, schemaname, relname].filter(Boolean).join('.')
    throw new SqlError({ state: '42P01', message: `relation "${full}" does not exist`, ...place })
  }
  const names = columnNames(alias)
  return {
    source: { kind: 'relation', alias: name, relation, ...(names && { names }) },
    sql: '',
    where: [],
    relations: [relation],
    joins: [],
  }
}

function columnNames(alias: Alias | undefined): string[] | undefined {
  return alias?.colnames ? texts(alias.colnames) : undefined
}

function itemOf(query: Rows | Ungrouped, name: string, alias: Alias | undefined): Item {
  const names = columnNames(alias)
  if (names && names.length > query.columns.length)
    throw new SqlError({
      state: '42P10',
      message: `table "${name}" has ${query.columns.length} columns available but ${names.length} columns specified`,
    })
  if (query.kind === 'ungrouped')
    return {
      source: { kind: 'inlined', alias: name, query, ...(names && { names }) },
      sql: '',
      where: query.where,
      relations: query.relations,
      joins: query.joins,
    }
  return {
    source: rowsSource(name, query.columns, names),
    sql: query.sql,
    where: [],
    relations: [],
    joins: [],
  }
}

/** A cube or view within a join of rows: its dimensions. */
function relationSource(alias: string, relation: Relation): Source {
  return rowsSource(alias, dimensionsOf(relation))
}

export const dimensionsOf = ({ members }: Relation): readonly Member[] =>
  members.filter(({ kind }) => kind === 'dimension')

function rowsSource(name: string, columns: readonly Column[], names?: readonly string[]): Source {
  return {
    kind: 'rows',
    alias: name,
    columns: columns.map((column, index) => ({
      name: names?.[index] ?? column.name,
      type: column.type,
      sql: `${identifier(name)}.c${index}`,
    })),
  }
}

/** The column that USING names, on one side. */
export function usingColumn(join: Join, name: string): Tree {
  const found = resolveColumn(sourcesOf(join), [name], undefined)
  if (!found) throw unknownColumn([name], undefined)
  return found.node
}
