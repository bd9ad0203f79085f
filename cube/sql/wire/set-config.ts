import type { A_Const, FuncCall, ResTarget, SelectStmt, TypeCast } from 'libpg-query'
import { SqlError } from '../sql-error.ts'
import { bodyOf, type Node, type Tree, texts } from '../translate/ast.ts'
import type { ClientSession } from './client-session.ts'
import type { CommandAnswer } from './commands.ts'

const NAME = 'set_config'

/** The calls of a SELECT that does nothing but call set_config with literals; undefined for any other. */
function callsOf(select: SelectStmt): { title: string; call: FuncCall }[] | undefined {
  const { targetList = [], fromClause = [], op } = select
  if (fromClause.length > 0 || targetList.length === 0 || (op ?? 'SETOP_NONE') !== 'SETOP_NONE')
    return undefined
  const calls = targetList.flatMap((item) => {
    const { name = NAME, val } = bodyOf<ResTarget>(item, 'ResTarget') ?? {}
    const call = val && bodyOf<FuncCall>(val, 'FuncCall')
    const isOurs = call && texts(call.funcname).at(-1) === NAME && call.args?.length === 3
    return isOurs ? [{ title: name, call }] : []
  })
  return calls.length === targetList.length ? calls : undefined
}

/** True for `SELECT set_config(name, value, is_local)`: a question that says something of the session. */
export const isSetConfig = (tree: Tree): boolean => callsOf(tree as SelectStmt) !== undefined

export const setConfigColumns = (tree: Tree): string[] =>
  (callsOf(tree as SelectStmt) ?? []).map(({ title }) => title)

/** @throws SqlError 42501 for a role, 0A000 for what is no literal, else as SET does */
export function setConfig(tree: Tree, { settings, status }: ClientSession): CommandAnswer {
  const calls = callsOf(tree as SelectStmt) ?? []
  const row = calls.map(({ call }) => {
    const [name = '', value = '', local = ''] = (call.args ?? []).map(literal)
    if (/^(role|session_authorization)$/i.test(name))
      throw new SqlError({
        state: '42501',
        message: `permission denied to set parameter "${name}"`,
        hint: 'Use SET ROLE.',
      })
    const isLocal = /^(t|true|on|yes|1)$/i.test(local)
    // For the rest of a transaction that there is none of: nothing to keep.
    if (isLocal && status === 'I') return value
    if (isLocal) settings.setLocal(name, value)
    else settings.set(name, value)
    return settings.get(name) ?? value
  })
  return { tag: 'SELECT 1', names: setConfigColumns(tree), rows: [row] }
}

function literal(node: Node): string {
  const cast = bodyOf<TypeCast>(node, 'TypeCast')
  if (cast?.arg) return literal(cast.arg)
  const constant = bodyOf<A_Const>(node, 'A_Const')
  if (constant?.sval) return constant.sval.sval ?? ''
  if (constant?.boolval) return String(constant.boolval.boolval === true)
  throw new SqlError({ state: '0A000', message: `${NAME} takes literals only`, hint: 'Use SET.' })
}
