import type { List, SelectStmt } from 'libpg-query'
import { SqlError } from '../sql-error.ts'
import { bodyOf } from './ast.ts'
import { limitOf, plainEmitter } from './limit.ts'
import type { Rows } from './scope.ts'
import { commonType } from './sql-type.ts'
import type { Translation } from './translation.ts'

/** VALUES as rows. */
export function valueRows(select: SelectStmt, translation: Translation): Rows {
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
