import type { A_Const, DeclareCursorStmt, ExecuteStmt, FetchStmt, PrepareStmt, TypeName } from 'libpg-query'
import type { RawValue } from '../catalog/catalog-statement.ts'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, type Node, type Tree, texts } from '../translate/ast.ts'
import { typeNamed } from '../translate/sql-type.ts'
import type { ClientSession } from './client-session.ts'
import { runCommand } from './commands.ts'
import { listSource, RowsCursor } from './cursor.ts'
import { oidOf } from './oids.ts'
import { emptyLike, type Opened, reading } from './opened.ts'
import type { Prepared } from './prepared.ts'

const HOLD = 0x20
const BINARY = 0x1

/** Begins a statement of a session. @throws SqlError */
export async function openStatement(
  session: ClientSession,
  prepared: Prepared,
  values: readonly RawValue[],
  formats: readonly number[],
): Promise<Opened> {
  const { engine, cancellation } = session
  switch (prepared.kind) {
    case 'empty':
      return { tag: '' }
    case 'explain': {
      const plan = engine.explain(prepared, await session.asker(prepared))
      return reading(await cancellation.opening(plan), formats, 'EXPLAIN')
    }
    case 'command':
      return command(session, prepared, formats)
    default: {
      const rows = engine.open(prepared, await session.asker(prepared), values, formats)
      return reading(await cancellation.opening(rows), formats, 'SELECT')
    }
  }
}

async function command(
  session: ClientSession,
  prepared: Prepared,
  formats: readonly number[],
): Promise<Opened> {
  const [kind, body] = kindOf(prepared.tree)
  switch (kind) {
    case 'DeclareCursorStmt':
      return declare(session, body as DeclareCursorStmt, prepared)
    case 'FetchStmt':
      return fetch(session, body as FetchStmt)
    case 'PrepareStmt':
      return prepare(session, body as PrepareStmt, prepared)
    case 'ExecuteStmt': {
      const { name = '', params = [] } = body as ExecuteStmt
      return openStatement(session, session.statements.named(name), params.map(literalValue), formats)
    }
    default: {
      const { tag, names, rows = [] } = await runCommand(kind, body, session)
      if (!names) return { tag }
      const columns = names.map((name) => ({ name, type: 'text' as const }))
      const lists = names.map((_, index) => rows.map((row) => row[index] ?? ''))
      return reading(new RowsCursor(columns, listSource(lists), () => {}), formats, tag)
    }
  }
}

async function declare(
  session: ClientSession,
  { portalname = '', options = 0, query }: DeclareCursorStmt,
  prepared: Prepared,
): Promise<Opened> {
  const { engine, cancellation, cursors } = session
  const isHeld = (options & HOLD) !== 0
  if (!isHeld && session.status === 'I')
    throw new SqlError({ state: '25P01', message: 'DECLARE CURSOR can only be used in transaction blocks' })
  cursors.checkFree(portalname)
  const formats = options & BINARY ? [1] : [0]
  const inner = engine.query(query as Tree, prepared.text, [])
  const cursor = await cancellation.opening(engine.open(inner, await session.asker(inner), [], formats))
  cursors.add(portalname, { cursor, formats, isHeld })
  return { tag: 'DECLARE CURSOR' }
}

const BACKWARD = ['FETCH_BACKWARD', 'FETCH_ABSOLUTE', 'FETCH_RELATIVE']

async function fetch(
  { cursors, cancellation }: ClientSession,
  { portalname = '', direction = 'FETCH_FORWARD', howMany, ismove }: FetchStmt,
): Promise<Opened> {
  const { cursor, formats } = cursors.named(portalname)
  const count = Number(howMany ?? 1)
  if (BACKWARD.includes(direction) || count < 0)
    throw new SqlError({ state: '55000', message: 'cursor can only scan forward' })
  // ALL comes as the largest number there is.
  const limit = count > Number.MAX_SAFE_INTEGER / 2 ? 0 : count
  cancellation.watch(cursor)
  if (ismove) {
    const { rows } = await cursor.send(limit, formats, async () => {})
    return { tag: `MOVE ${rows}` }
  }
  if (count === 0) return reading(emptyLike(cursor, formats), formats, 'FETCH')
  return { cursor, formats, word: 'FETCH', limit, isKept: true }
}

function prepare(
  { engine, statements }: ClientSession,
  { name = '', query, argtypes = [] }: PrepareStmt,
  prepared: Prepared,
): Opened {
  const oids = argtypes.map((node) => {
    const type = typeNamed(texts(bodyOf<TypeName>(node, 'TypeName')?.names).at(-1) ?? '')
    return type === undefined ? 0 : oidOf(type)
  })
  if (kindOf(query as Tree)[0] !== 'SelectStmt') throw unsupported('PREPARE of this')
  statements.keep(name, engine.query(query as Tree, prepared.text, oids))
  return { tag: 'PREPARE' }
}

/** A parameter of EXECUTE: literals only. */
function literalValue(node: Node): RawValue {
  const cast = bodyOf<{ arg?: Node }>(node, 'TypeCast')
  if (cast?.arg) return literalValue(cast.arg)
  const constant = bodyOf<A_Const>(node, 'A_Const')
  if (!constant) throw unsupported('EXECUTE with anything but literals')
  if (constant.isnull) return { bytes: null, format: 0 }
  return { bytes: Buffer.from(constantText(constant)), format: 0 }
}

function constantText({ sval, ival, fval, boolval }: A_Const): string {
  if (sval) return sval.sval ?? ''
  if (fval) return fval.fval ?? ''
  return boolval ? String(boolval.boolval === true) : String(ival?.ival ?? 0)
}
