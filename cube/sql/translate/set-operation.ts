import type { SelectStmt, SortBy } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, type Tree, texts } from './ast.ts'
import { cast } from './expression.ts'
import { limitOf, plainEmitter } from './limit.ts'
import type { Rows } from './scope.ts'
import { commonType } from './sql-type.ts'
import { type Outer, type Queries, type Translation, within } from './translation.ts'

/** UNION, INTERSECT, EXCEPT: columns have the type that both sides can have. */
export async function unionRows(
  select: SelectStmt,
  translation: Translation,
  outer: Outer,
  queries: Queries,
): Promise<Rows> {
  const [left, right] = [
    await queries.rows(select.larg as Tree, within(outer)),
    await queries.rows(select.rarg as Tree, within(outer)),
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
