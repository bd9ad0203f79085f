import type {
  A_Const,
  ClosePortalStmt,
  DeallocateStmt,
  DiscardStmt,
  Float,
  TransactionStmt,
  TypeCast,
  VariableSetStmt,
  VariableShowStmt,
} from 'libpg-query'
import { type Settings, unknownSetting } from '../settings.ts'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, type Node, type Tree } from '../translate/ast.ts'
import type { ClientSession } from './client-session.ts'
import { setConfig, setConfigColumns } from './set-config.ts'

/** What a command answers: its tag, and rows of one text column where it has some. */
export interface CommandAnswer {
  readonly tag: string
  readonly names?: readonly string[]
  readonly rows?: readonly (readonly string[])[]
}

/** The columns that a command gives, before it is run. */
export function commandColumns(kind: string, body: Tree, settings: Settings): string[] | null {
  if (kind === 'SelectStmt') return setConfigColumns(body)
  if (kind !== 'VariableShowStmt') return null
  const { name = '' } = body as VariableShowStmt
  return name.toLowerCase() === 'all' ? ['name', 'setting', 'description'] : [settings.nameOf(name)]
}

/** Commands that say something of the session. None of them touches data. */
export async function runCommand(kind: string, body: Tree, session: ClientSession): Promise<CommandAnswer> {
  switch (kind) {
    case 'VariableSetStmt':
      return set(body as VariableSetStmt, session)
    case 'VariableShowStmt':
      return show(body as VariableShowStmt, session.settings)
    case 'TransactionStmt':
      return transaction(body as TransactionStmt, session)
    case 'ClosePortalStmt': {
      const { portalname } = body as ClosePortalStmt
      session.cursors.close(portalname ?? null)
      return { tag: 'CLOSE CURSOR' }
    }
    case 'DeallocateStmt': {
      const { name } = body as DeallocateStmt
      session.statements.deallocate(name ?? null)
      return { tag: name === undefined ? 'DEALLOCATE ALL' : 'DEALLOCATE' }
    }
    case 'DiscardStmt':
      return discard(body as DiscardStmt, session)
    case 'SelectStmt':
      return setConfig(body, session)
    case 'ListenStmt':
      return { tag: 'LISTEN' }
    case 'UnlistenStmt':
      return { tag: 'UNLISTEN' }
    default:
      throw refusal(kind)
  }
}

const WORDS: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  CopyStmt: 'COPY',
  CreateStmt: 'CREATE TABLE',
  CreateTableAsStmt: 'CREATE TABLE AS',
  DropStmt: 'DROP',
  TruncateStmt: 'TRUNCATE',
  ViewStmt: 'CREATE VIEW',
  DoStmt: 'DO',
  CallStmt: 'CALL',
  LockStmt: 'LOCK',
}

function refusal(kind: string): SqlError {
  return unsupported(
    WORDS[kind] ?? kind.replace(/Stmt$/, ''),
    'This endpoint answers questions; it changes nothing.',
  )
}

async function set(statement: VariableSetStmt, session: ClientSession): Promise<CommandAnswer> {
  const { kind, name = '', args = [], is_local } = statement
  const { settings } = session
  const isRole = name === 'role' || name === 'session_authorization'
  switch (kind) {
    case 'VAR_SET_VALUE': {
      const value = args.map(settingText).join(', ')
      if (is_local && session.status === 'I')
        session.notice('25P01', 'SET LOCAL can only be used in transaction blocks')
      else if (isRole) await session.setRole(value === 'none' ? null : value)
      else if (is_local) settings.setLocal(name, value)
      else settings.set(name, value)
      return { tag: 'SET' }
    }
    case 'VAR_SET_DEFAULT':
    case 'VAR_RESET':
      if (isRole) await session.setRole(null)
      else if (settings.get(name) === undefined) throw unknownSetting(name)
      else settings.reset(name)
      return { tag: kind === 'VAR_RESET' ? 'RESET' : 'SET' }
    case 'VAR_RESET_ALL':
      settings.reset()
      return { tag: 'RESET' }
    // Of transactions: there is one kind, and it reads.
    default:
      return { tag: 'SET' }
  }
}

function settingText(node: Node): string {
  const cast = bodyOf<TypeCast>(node, 'TypeCast')
  if (cast?.arg) return settingText(cast.arg)
  const { sval, ival, fval, boolval } = bodyOf<A_Const>(node, 'A_Const') ?? {}
  if (sval) return sval.sval ?? ''
  if (fval) return (fval as Float).fval ?? ''
  if (boolval) return boolval.boolval ? 'on' : 'off'
  return String(ival?.ival ?? 0)
}

function show({ name = '' }: VariableShowStmt, settings: Settings): CommandAnswer {
  if (name.toLowerCase() === 'all') {
    const rows = settings.all().map(([setting, value]) => [setting, value, ''])
    return { tag: 'SHOW', names: ['name', 'setting', 'description'], rows }
  }
  const value = settings.get(name)
  if (value === undefined) throw unknownSetting(name)
  return { tag: 'SHOW', names: [settings.nameOf(name)], rows: [[value]] }
}

/** Everything is read from a build that never changes: a transaction has nothing to keep, only a status. */
function transaction({ kind }: TransactionStmt, session: ClientSession): CommandAnswer {
  const { status } = session
  const warn = (message: string): void => session.notice('25P01', message)
  switch (kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      if (status === 'T') session.notice('25001', 'there is already a transaction in progress')
      session.status = 'T'
      return { tag: kind === 'TRANS_STMT_BEGIN' ? 'BEGIN' : 'START TRANSACTION' }
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_ROLLBACK': {
      if (status === 'I') warn('there is no transaction in progress')
      session.status = 'I'
      session.settings.endTransaction()
      session.cursors.endTransaction()
      return { tag: kind === 'TRANS_STMT_COMMIT' && status !== 'E' ? 'COMMIT' : 'ROLLBACK' }
    }
    case 'TRANS_STMT_SAVEPOINT':
    case 'TRANS_STMT_RELEASE':
    case 'TRANS_STMT_ROLLBACK_TO': {
      const tag =
        { TRANS_STMT_SAVEPOINT: 'SAVEPOINT', TRANS_STMT_RELEASE: 'RELEASE' }[kind as string] ?? 'ROLLBACK'
      if (status === 'I')
        throw new SqlError({ state: '25P01', message: `${tag} can only be used in transaction blocks` })
      session.status = 'T'
      return { tag }
    }
    default:
      throw unsupported('A prepared transaction')
  }
}

async function discard({ target }: DiscardStmt, session: ClientSession): Promise<CommandAnswer> {
  if (target === 'DISCARD_ALL') {
    if (session.status !== 'I')
      throw new SqlError({ state: '25001', message: 'DISCARD ALL cannot run inside a transaction block' })
    session.cursors.endTransaction()
    session.cursors.close(null)
    session.statements.deallocate(null)
    session.settings.reset()
    await session.setRole(null)
  }
  const word = { DISCARD_PLANS: 'PLANS', DISCARD_SEQUENCES: 'SEQUENCES', DISCARD_TEMP: 'TEMP' }[
    target as string
  ]
  return { tag: `DISCARD ${word ?? 'ALL'}` }
}

/** True for what ends a transaction that failed. */
export const endsTransaction = (kind: string, body: Tree): boolean =>
  kind === 'TransactionStmt' && /COMMIT|ROLLBACK/.test(String((body as TransactionStmt).kind))
