import type { ExecuteStmt, FetchStmt } from 'libpg-query'
import { explainColumns } from '../sql-engine.ts'
import { kindOf } from '../translate/ast.ts'
import type { ClientSession } from './client-session.ts'
import { commandColumns } from './commands.ts'
import { fieldsOf, formatsOf } from './cursor.ts'
import type { Field } from './messages.ts'
import type { Prepared } from './prepared.ts'

/** True for what has to be asked for its parameters and columns. */
export const isQuery = ({ kind }: Prepared): boolean => kind === 'select' || kind === 'catalog'

/** The parameters and columns of a query, its values as text. @throws SqlError */
export async function describeQuery(session: ClientSession, prepared: Prepared) {
  const asker = await session.asker(prepared)
  return session.during(async () => {
    const described = session.engine.describe(prepared, asker)
    return session.cancellation.opening(described.then((found) => ({ ...found, interrupt() {}, close() {} })))
  })
}

/** The types of a statement's parameters. @throws SqlError */
export async function parametersOf(session: ClientSession, prepared: Prepared): Promise<readonly number[]> {
  return isQuery(prepared) ? (await describeQuery(session, prepared)).parameters : []
}

/** The columns of a statement, or null where it gives no rows. @throws SqlError */
export async function statementFields(
  session: ClientSession,
  prepared: Prepared,
  formats: readonly number[],
): Promise<Field[] | null> {
  const [kind, body] = kindOf(prepared.tree)
  if (prepared.kind === 'explain') return fieldsOf(explainColumns, formats)
  if (isQuery(prepared)) {
    const { fields } = await describeQuery(session, prepared)
    const each = formatsOf(formats, fields.length)
    return fields.map((field, index) => ({ ...field, format: each[index] ?? 0 }))
  }
  if (kind === 'FetchStmt') {
    const { portalname = '', ismove } = body as FetchStmt
    const { cursor, formats: own } = session.cursors.named(portalname)
    return ismove ? null : cursor.fields(formats.length > 0 ? formats : own)
  }
  if (kind === 'ExecuteStmt') {
    const { name = '' } = body as ExecuteStmt
    return statementFields(session, session.statements.named(name), formats)
  }
  const names = prepared.kind === 'command' ? commandColumns(kind, body, session.settings) : null
  const columns = names?.map((name) => ({ name, type: 'text' as const }))
  return columns ? fieldsOf(columns, formats) : null
}
