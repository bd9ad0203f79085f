import type { CommonTableExpr, SelectStmt } from 'libpg-query'
import { unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, type Tree, texts } from './ast.ts'
import { type Block, readBlock } from './block.ts'
import { joinedRows } from './rows-block.ts'
import type { Rows, Ungrouped } from './scope.ts'
import { semanticRows, ungroupedRows } from './semantic-block.ts'
import { unionRows } from './set-operation.ts'
import type { Outer, Queries, Translation } from './translation.ts'
import { valueRows } from './values.ts'

const TOP: Outer = { ctes: new Map(), isInner: false }

const queriesOf = (translation: Translation): Queries => ({
  open: (node, outer) => translateQuery(node, translation, outer),
  rows: (node, outer) => queryRows(node, translation, outer),
})

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
  if (select.op !== undefined && select.op !== 'SETOP_NONE')
    return unionRows(select, translation, outer, queriesOf(translation))
  if (select.valuesLists) return valueRows(select, translation)
  const block = await readBlock(select, translation, outer, queriesOf(translation))
  if (block.from.kind !== 'semantic') return joinedRows(block, block.from, translation)
  const { relations, joins } = block.from
  const isOpen =
    !block.isGrouped &&
    !block.isDistinct &&
    block.distinctOn.length === 0 &&
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
  return { kind: 'ungrouped', relations, columns, where: block.where, joins }
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
