import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import { DuckDBTypeId } from '@duckdb/node-api'
import type { CubeUser } from '../security.ts'
import type { StatementScope } from '../statement.ts'
import { fromDuckDB } from './duckdb-error.ts'
import { type Relations, semanticModel } from './semantic-model.ts'
import { type Tree, walk } from './translate/ast.ts'
import type { Session } from './translate/functions.ts'
import { Parameters } from './translate/parameters.ts'
import type { CubeQuery } from './translate/relation.ts'
import type { Column } from './translate/scope.ts'
import { queryRows } from './translate/select.ts'
import { type SqlType, typeOfDuckDB } from './translate/sql-type.ts'

/** A query as DuckDB gets it. It holds for one build and the rights of one user. */
export interface Translated {
  readonly sql: string
  readonly columns: readonly Column[]
  readonly parameterTypes: readonly SqlType[]
  /** Cube's own values, whose numbers follow those of the client's parameters. */
  readonly values: readonly unknown[]
  readonly build: string
  readonly queries: readonly CubeQuery[]
}

export interface TranslateOptions {
  readonly user: CubeUser
  readonly session: Session
  readonly scope: StatementScope
  readonly relations: Relations
  /** What the client says of its parameters; `unknown` for what it leaves to us. */
  readonly stated: readonly SqlType[]
}

/** The number of the last parameter that a statement names. */
function parameterCount(node: Tree): number {
  let count = 0
  walk(node, (kind, body) => {
    if (kind === 'ParamRef') count = Math.max(count, Number((body as { number?: number }).number ?? 0))
    return true
  })
  return count
}

/**
 * Translates a SELECT and lets DuckDB check it.
 * @throws SqlError
 */
export async function translateStatement(node: Tree, options: TranslateOptions): Promise<Translated> {
  const { user, session, scope, relations, stated } = options
  const parameters = new Parameters(stated, Math.max(parameterCount(node), stated.length))
  const model = semanticModel(user, scope, relations)
  let aliases = 0
  const alias = (): string => `rows_${++aliases}`
  const { sql, columns } = await queryRows(node, { model, session, parameters, alias })
  const connection = await scope.connect()
  try {
    const statement = await connection.prepare(sql)
    try {
      return {
        sql,
        columns: columns.map(({ name, type }, index) => ({
          name,
          type: type === 'unknown' ? typeOfColumn(statement, index) : type,
        })),
        parameterTypes: parameters.types.map((type, index) =>
          type === 'unknown' ? inferred(statement, index + 1) : type,
        ),
        values: parameters.values,
        build: scope.build.id,
        queries: model.queries,
      }
    } finally {
      statement.destroySync()
    }
  } catch (error) {
    throw fromDuckDB(error)
  } finally {
    connection.closeSync()
  }
}

function typeOfColumn(statement: DuckDBPreparedStatement, index: number): SqlType {
  const type = typeOfDuckDB(statement.columnTypeId(index))
  // DuckDB takes a bare NULL for a number.
  return type === 'int4' ? 'text' : type
}

/** The type that a parameter has by its place, as DuckDB finds it. */
function inferred(statement: DuckDBPreparedStatement, number: number): SqlType {
  for (let index = 1; index <= statement.parameterCount; index++)
    if (statement.parameterName(index) === String(number)) {
      const id = statement.parameterTypeId(index)
      return id === DuckDBTypeId.INVALID ? 'text' : typeOfDuckDB(id)
    }
  return 'text'
}
