import type { A_Const, DeclareCursorStmt, ExecuteStmt, FetchStmt, PrepareStmt, TypeName } from 'libpg-query'
import type { CubeUser } from '../../security.ts'
import type { SqlAccess } from '../access.ts'
import type { RawValue } from '../catalog/catalog-statement.ts'
import { Settings } from '../settings.ts'
import { type Asker, explainColumns, type SqlEngine } from '../sql-engine.ts'
import { SqlError, unsupported } from '../sql-error.ts'
import { bodyOf, kindOf, type Node, parseStatements, type Tree, texts } from '../translate/ast.ts'
import type { Session } from '../translate/functions.ts'
import { typeNamed } from '../translate/sql-type.ts'
import { Cancellation } from './cancellation.ts'
import { commandColumns, endsTransaction, runCommand } from './commands.ts'
import { type Cursor, fieldsOf, listSource, RowsCursor } from './cursor.ts'
import type { Frame, Frames } from './frames.ts'
import { MessageReader, malformed } from './message-reader.ts'
import * as messages from './messages.ts'
import { oidOf } from './oids.ts'
import type { Outbox } from './outbox.ts'
import type { Prepared } from './prepared.ts'

export interface ConnectionOptions {
  readonly frames: Frames
  readonly outbox: Outbox
  readonly engine: SqlEngine
  readonly access: SqlAccess
  readonly user: CubeUser
  readonly database: string
  /** Zone of a session that names none. */
  readonly zone: string
  /** Settings that the client gave at the start. */
  readonly given: Readonly<Record<string, string>>
  readonly onFault: (error: unknown) => void
}

interface Portal {
  readonly prepared: Prepared
  readonly values: readonly RawValue[]
  readonly formats: readonly number[]
  cursor?: Cursor
  isDone?: boolean
}

/** A cursor by name, as DECLARE makes it. */
interface NamedCursor {
  readonly cursor: Cursor
  readonly formats: readonly number[]
  readonly isHeld: boolean
}

const MAX_STATEMENTS = 1000
const HOLD = 0x20
const BINARY = 0x1

/** One session: answers the messages of a client in their order. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #settings: Settings
  readonly #cancellation = new Cancellation()
  readonly #statements = new Map<string, Prepared>()
  readonly #portals = new Map<string, Portal>()
  readonly #cursors = new Map<string, NamedCursor>()
  #acting: CubeUser
  #status: 'I' | 'T' | 'E' = 'I'
  /** After an error of the extended protocol everything up to Sync is passed over. */
  #isSkipping = false

  /** @throws SqlError for a setting that cannot be so */
  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#acting = options.user
    this.#settings = new Settings(options.user.name, options.zone, options.given, (name, value) => {
      void options.outbox.send(messages.parameterStatus(name, value))
    })
  }

  /** Ends what runs now, as CancelRequest asks. */
  cancel(): void {
    this.#cancellation.cancel('user')
  }

  async run(): Promise<void> {
    const { frames, outbox } = this.#options
    for (const [name, value] of this.#settings.reported())
      await outbox.send(messages.parameterStatus(name, value))
    await this.#ready()
    try {
      for (let frame = await frames.next(); frame && frame.type !== 'X'; frame = await frames.next())
        await this.#answer(frame)
    } finally {
      this.#closePortals()
      this.#closeCursor(null)
    }
  }

  async #answer(frame: Frame): Promise<void> {
    if (this.#isSkipping && frame.type !== 'S') return
    try {
      await this.#handle(frame)
    } catch (error) {
      await this.#fail(error, '')
      this.#isSkipping = true
    }
  }

  async #handle({ type, body }: Frame): Promise<void> {
    const reader = new MessageReader(body)
    switch (type) {
      case 'Q':
        return this.#simple(reader.text())
      case 'P':
        return this.#parse(reader)
      case 'B':
        return this.#bind(reader)
      case 'D':
        return this.#describe(reader)
      case 'E':
        return this.#execute(reader)
      case 'C':
        return this.#close(reader)
      case 'H':
        return this.#options.outbox.flush()
      case 'S':
        this.#isSkipping = false
        if (this.#status === 'I') this.#closePortals()
        return this.#ready()
      case 'F':
        throw unsupported('The function call protocol')
      // What is left of a COPY that was refused.
      case 'd':
      case 'c':
      case 'f':
        return undefined
      default:
        throw malformed()
    }
  }

  async #ready(): Promise<void> {
    await this.#options.outbox.send(messages.readyForQuery(this.#status))
    await this.#options.outbox.flush()
  }

  async #fail(error: unknown, text: string): Promise<void> {
    if (this.#status === 'T') this.#status = 'E'
    const known = error instanceof SqlError ? error : undefined
    if (!known) this.#options.onFault(error)
    const {
      state = 'XX000',
      message = 'The statement failed in the server: see its log',
      detail,
      hint,
    } = known ?? {}
    const position = known?.location === undefined ? undefined : characterAt(text, known.location)
    await this.#options.outbox.send(
      messages.errorResponse({ severity: 'ERROR', state, message, detail, hint, position }),
    )
  }

  async #simple(text: string): Promise<void> {
    const { engine } = this.#options
    try {
      const statements = parseStatements(text)
      if (statements.length === 0) await this.#options.outbox.send(messages.emptyQuery)
      for (const statement of statements) {
        const prepared = engine.prepare(statement, text, [])
        await this.#during(() => this.#runWhole(prepared, []))
      }
    } catch (error) {
      await this.#fail(error, text)
    }
    await this.#ready()
  }

  #during<T>(work: () => Promise<T>): Promise<T> {
    return this.#cancellation.during(this.#settings.statementTimeout, work)
  }

  /** Runs a statement of the simple protocol to its end, its rows as text. */
  async #runWhole(prepared: Prepared, values: readonly RawValue[]): Promise<void> {
    const { outbox } = this.#options
    this.#checkStatus(prepared)
    const opened = await this.#open(prepared, values, [])
    if ('tag' in opened) {
      await outbox.send(messages.commandComplete(opened.tag))
      return
    }
    const { cursor, formats, word, limit } = opened
    try {
      await outbox.send(messages.rowDescription(cursor.fields(formats)))
      const { rows } = await cursor.send(limit, formats, (data) => outbox.send(data))
      await outbox.send(messages.commandComplete(tagOf(word, rows)))
    } finally {
      if (!opened.isKept) cursor.close()
    }
  }

  #checkStatus({ kind, tree }: Prepared): void {
    if (this.#status !== 'E' || kind === 'empty' || endsTransaction(...kindOf(tree))) return
    throw new SqlError({
      state: '25P02',
      message: 'current transaction is aborted, commands ignored until end of transaction block',
    })
  }

  /** Begins a statement: either it is done with a tag, or its rows can be read. */
  async #open(prepared: Prepared, values: readonly RawValue[], formats: readonly number[]): Promise<Opened> {
    const { engine } = this.#options
    const [kind, body] = kindOf(prepared.tree)
    switch (prepared.kind) {
      case 'empty':
        return { tag: '' }
      case 'explain': {
        const cursor = await this.#cancellation.opening(engine.explain(prepared, await this.#asker(prepared)))
        return { cursor, formats, word: 'EXPLAIN', limit: 0, isKept: false }
      }
      case 'command':
        return this.#command(kind, body, prepared, formats)
      default: {
        const asker = await this.#asker(prepared)
        const cursor = await this.#cancellation.opening(engine.open(prepared, asker, values, formats))
        return { cursor, formats, word: 'SELECT', limit: 0, isKept: false }
      }
    }
  }

  async #command(kind: string, body: Tree, prepared: Prepared, formats: readonly number[]): Promise<Opened> {
    switch (kind) {
      case 'DeclareCursorStmt':
        return this.#declare(body as DeclareCursorStmt, prepared)
      case 'FetchStmt':
        return this.#fetch(body as FetchStmt)
      case 'PrepareStmt':
        return this.#prepareNamed(body as PrepareStmt, prepared)
      case 'ExecuteStmt': {
        const { name = '', params = [] } = body as ExecuteStmt
        return this.#open(this.#statementNamed(name), params.map(literalValue), formats)
      }
      default: {
        const answer = await runCommand(kind, body, this.#commandContext())
        if (!answer.names) return { tag: answer.tag }
        const columns = answer.names.map((name) => ({ name, type: 'text' as const }))
        const lists = answer.names.map((_, index) => (answer.rows ?? []).map((row) => row[index] ?? ''))
        const cursor = new RowsCursor(columns, listSource(lists), () => {})
        return { cursor, formats, word: answer.tag, limit: 0, isKept: false }
      }
    }
  }

  #commandContext() {
    const connection = this
    return {
      settings: this.#settings,
      get status() {
        return connection.#status
      },
      set status(status) {
        connection.#status = status
      },
      notice: (state: string, message: string) => {
        void this.#options.outbox.send(messages.errorResponse({ severity: 'WARNING', state, message }))
      },
      setRole: (name: string | null) => this.#setRole(name),
      closeCursor: (name: string | null) => this.#closeCursor(name),
      deallocate: (name: string | null) => this.#deallocate(name),
      closePortals: () => this.#endTransaction(),
    }
  }

  async #declare(
    { portalname = '', options = 0, query }: DeclareCursorStmt,
    prepared: Prepared,
  ): Promise<Opened> {
    const isHeld = (options & HOLD) !== 0
    if (!isHeld && this.#status === 'I')
      throw new SqlError({ state: '25P01', message: 'DECLARE CURSOR can only be used in transaction blocks' })
    if (this.#cursors.has(portalname))
      throw new SqlError({ state: '42P03', message: `cursor "${portalname}" already exists` })
    const { engine } = this.#options
    const formats = options & BINARY ? [1] : [0]
    const inner = engine.query(query as Tree, prepared.text, [])
    const cursor = await this.#cancellation.opening(engine.open(inner, await this.#asker(inner), [], formats))
    this.#cursors.set(portalname, { cursor, formats, isHeld })
    return { tag: 'DECLARE CURSOR' }
  }

  #cursorNamed(name: string): NamedCursor {
    const found = this.#cursors.get(name)
    if (found) return found
    throw new SqlError({ state: '34000', message: `cursor "${name}" does not exist` })
  }

  async #fetch({ portalname = '', direction, howMany, ismove }: FetchStmt): Promise<Opened> {
    const { cursor, formats } = this.#cursorNamed(portalname)
    const count = Number(howMany ?? 1)
    if (
      direction === 'FETCH_BACKWARD' ||
      direction === 'FETCH_ABSOLUTE' ||
      direction === 'FETCH_RELATIVE' ||
      count < 0
    )
      throw new SqlError({ state: '55000', message: 'cursor can only scan forward' })
    // ALL comes as the largest number there is.
    const limit = count > Number.MAX_SAFE_INTEGER / 2 ? 0 : count
    this.#cancellation.watch(cursor)
    if (ismove) {
      const { rows } = await cursor.send(limit, formats, async () => {})
      return { tag: `MOVE ${rows}` }
    }
    if (count === 0)
      return { cursor: emptyLike(cursor, formats), formats, word: 'FETCH', limit: 0, isKept: false }
    return { cursor, formats, word: 'FETCH', limit, isKept: true }
  }

  #prepareNamed({ name = '', query, argtypes = [] }: PrepareStmt, prepared: Prepared): Opened {
    const oids = argtypes.map((node) => {
      const type = typeNamed(texts(bodyOf<TypeName>(node, 'TypeName')?.names).at(-1) ?? '')
      return type === undefined ? 0 : oidOf(type)
    })
    if (kindOf(query as Tree)[0] !== 'SelectStmt') throw unsupported('PREPARE of this')
    this.#keep(name, this.#options.engine.query(query as Tree, prepared.text, oids))
    return { tag: 'PREPARE' }
  }

  #keep(name: string, prepared: Prepared): void {
    if (name !== '' && this.#statements.has(name))
      throw new SqlError({ state: '42P05', message: `prepared statement "${name}" already exists` })
    if (this.#statements.size >= MAX_STATEMENTS)
      throw new SqlError({
        state: '53000',
        message: `A session keeps at most ${MAX_STATEMENTS} prepared statements`,
      })
    this.#statements.set(name, prepared)
  }

  #statementNamed(name: string): Prepared {
    const found = this.#statements.get(name)
    if (found) return found
    throw new SqlError({ state: '26000', message: `prepared statement "${name}" does not exist` })
  }

  async #parse(reader: MessageReader): Promise<void> {
    const name = reader.text()
    const text = reader.text()
    const oids = Array.from({ length: reader.count() }, () => reader.int32())
    try {
      const statements = parseStatements(text)
      if (statements.length > 1)
        throw new SqlError({
          state: '42601',
          message: 'cannot insert multiple commands into a prepared statement',
        })
      const prepared = this.#options.engine.prepare(statements[0], text, oids)
      if (name === '') this.#statements.delete('')
      this.#checkStatus(prepared)
      // What is wrong with a query is said now, as PostgreSQL does.
      if (prepared.kind === 'select' || prepared.kind === 'catalog') await this.#described(prepared)
      this.#keep(name, prepared)
      await this.#options.outbox.send(messages.parseComplete)
    } catch (error) {
      await this.#failAt(error, text)
    }
  }

  /** Tells an error with its place, and passes over what follows up to Sync. */
  async #failAt(error: unknown, text: string): Promise<void> {
    await this.#fail(error, text)
    this.#isSkipping = true
  }

  async #described(prepared: Prepared) {
    const asker = await this.#asker(prepared)
    return this.#during(async () => {
      const described = this.#options.engine.describe(prepared, asker)
      const opened = await this.#cancellation.opening(
        described.then((found) => ({ ...found, interrupt() {}, close() {} })),
      )
      return { parameters: opened.parameters, fields: opened.fields }
    })
  }

  async #bind(reader: MessageReader): Promise<void> {
    const name = reader.text()
    const prepared = this.#statementNamed(reader.text())
    const formats = Array.from({ length: reader.count() }, () => reader.int16())
    const values = Array.from({ length: reader.count() }, (_, index): RawValue => {
      const length = reader.int32()
      const format = (formats.length === 1 ? formats[0] : formats[index]) ?? 0
      return { bytes: length < 0 ? null : reader.bytes(length), format }
    })
    const results = Array.from({ length: reader.count() }, () => reader.int16())
    const wanted = (await this.#parameters(prepared)).length
    if (values.length !== wanted)
      throw new SqlError({
        state: '08P01',
        message: `bind message supplies ${values.length} parameters, but prepared statement requires ${wanted}`,
      })
    if (name !== '' && this.#portals.has(name))
      throw new SqlError({ state: '42P03', message: `cursor "${name}" already exists` })
    this.#closePortal(name)
    this.#portals.set(name, { prepared, values, formats: results })
    await this.#options.outbox.send(messages.bindComplete)
  }

  async #parameters(prepared: Prepared): Promise<readonly number[]> {
    if (prepared.kind !== 'select' && prepared.kind !== 'catalog') return []
    return (await this.#described(prepared)).parameters
  }

  async #describe(reader: MessageReader): Promise<void> {
    const { outbox } = this.#options
    const isStatement = String.fromCharCode(reader.byte()) === 'S'
    const name = reader.text()
    // A cursor that DECLARE has made is a portal too.
    const declared = isStatement || this.#portals.has(name) ? undefined : this.#cursors.get(name)
    if (declared) return outbox.send(messages.rowDescription(declared.cursor.fields(declared.formats)))
    const portal = isStatement ? undefined : this.#portalNamed(name)
    const prepared = portal?.prepared ?? this.#statementNamed(name)
    if (isStatement) await outbox.send(messages.parameterDescription(await this.#parameters(prepared)))
    const fields = await this.#fields(prepared, portal?.formats ?? [])
    await outbox.send(fields ? messages.rowDescription(fields) : messages.noData)
  }

  /** The columns of a statement, or null where it gives no rows. */
  async #fields(prepared: Prepared, formats: readonly number[]): Promise<messages.Field[] | null> {
    const [kind, body] = kindOf(prepared.tree)
    if (prepared.kind === 'explain') return fieldsOf(explainColumns, formats)
    if (prepared.kind === 'select' || prepared.kind === 'catalog') {
      const { fields } = await this.#described(prepared)
      return fields.map((field, index) => ({
        ...field,
        format: (formats.length === 1 ? formats[0] : formats[index]) ?? 0,
      }))
    }
    if (kind === 'FetchStmt') {
      const { portalname = '', ismove } = body as FetchStmt
      const { cursor, formats: own } = this.#cursorNamed(portalname)
      return ismove ? null : cursor.fields(formats.length > 0 ? formats : own)
    }
    if (kind === 'ExecuteStmt')
      return this.#fields(this.#statementNamed((body as ExecuteStmt).name ?? ''), formats)
    const columns = prepared.kind === 'command' ? commandColumns(kind, body, this.#settings) : null
    return (
      columns &&
      fieldsOf(
        columns.map((name) => ({ name, type: 'text' as const })),
        formats,
      )
    )
  }

  #portalNamed(name: string): Portal {
    const found = this.#portals.get(name)
    if (found) return found
    throw new SqlError({ state: '34000', message: `portal "${name}" does not exist` })
  }

  async #execute(reader: MessageReader): Promise<void> {
    const name = reader.text()
    const limit = Math.max(0, reader.int32())
    const portal = this.#portalNamed(name)
    try {
      await this.#during(() => this.#executePortal(portal, limit))
    } catch (error) {
      this.#closePortal(name)
      await this.#failAt(error, portal.prepared.text)
    }
  }

  async #executePortal(portal: Portal, limit: number): Promise<void> {
    const { outbox } = this.#options
    this.#checkStatus(portal.prepared)
    if (portal.prepared.kind === 'empty') return outbox.send(messages.emptyQuery)
    let word = 'SELECT'
    let most = limit
    let { cursor } = portal
    let { formats } = portal
    if (cursor) this.#cancellation.watch(cursor)
    else {
      const opened = await this.#open(portal.prepared, portal.values, portal.formats)
      if ('tag' in opened && opened.tag !== undefined)
        return outbox.send(messages.commandComplete(opened.tag))
      if (!('cursor' in opened)) return
      cursor = opened.cursor
      word = opened.word
      if (opened.isKept) {
        // Rows of a cursor that another statement opened: FETCH says how many.
        formats = portal.formats.length > 0 ? portal.formats : opened.formats
        most = opened.limit
      } else portal.cursor = cursor
    }
    const { rows, isEnd } = await cursor.send(most, formats, (data) => outbox.send(data))
    if (!isEnd && word === 'SELECT') return outbox.send(messages.portalSuspended)
    await outbox.send(messages.commandComplete(tagOf(word, rows)))
    portal.cursor?.close()
  }

  async #close(reader: MessageReader): Promise<void> {
    const isStatement = String.fromCharCode(reader.byte()) === 'S'
    const name = reader.text()
    if (isStatement) this.#statements.delete(name)
    else this.#closePortal(name)
    await this.#options.outbox.send(messages.closeComplete)
  }

  #closePortal(name: string): void {
    this.#portals.get(name)?.cursor?.close()
    this.#portals.delete(name)
  }

  #closePortals(): void {
    for (const name of [...this.#portals.keys()]) this.#closePortal(name)
  }

  #endTransaction(): void {
    for (const [name, { isHeld }] of this.#cursors) if (!isHeld) this.#closeCursor(name)
  }

  #closeCursor(name: string | null): void {
    if (name !== null) this.#cursorNamed(name)
    for (const [one, { cursor }] of [...this.#cursors]) {
      if (name !== null && one !== name) continue
      cursor.close()
      this.#cursors.delete(one)
    }
  }

  #deallocate(name: string | null): void {
    if (name === null) this.#statements.clear()
    else {
      this.#statementNamed(name)
      this.#statements.delete(name)
    }
  }

  async #setRole(name: string | null): Promise<void> {
    this.#acting = name === null ? this.#options.user : await this.#userNamed(name)
  }

  /** Another user, whom only admins may look as. */
  async #userNamed(name: string): Promise<CubeUser> {
    const { user, access } = this.#options
    if (name === user.name) return user
    if (user.role !== 'admin')
      throw new SqlError({ state: '42501', message: `permission denied to set role "${name}"` })
    const other = await access.userNamed(name)
    if (other) return other
    throw new SqlError({ state: '22023', message: `role "${name}" does not exist` })
  }

  async #asker({ actingName }: Prepared): Promise<Asker> {
    const user = actingName === undefined ? this.#acting : await this.#userNamed(actingName)
    const session: Session = {
      zone: this.#settings.zone,
      user: user.name,
      database: this.#options.database,
      setting: (name) => this.#settings.get(name),
    }
    return { user, session }
  }
}

type Opened =
  | { readonly tag: string }
  | {
      readonly cursor: Cursor
      readonly formats: readonly number[]
      readonly word: string
      readonly limit: number
      /** True for a cursor that stays open after this. */
      readonly isKept: boolean
    }

/** Only what reads rows counts them. */
const tagOf = (word: string, rows: number): string =>
  word === 'SELECT' || word === 'FETCH' ? `${word} ${rows}` : word

const emptyLike = (cursor: Cursor, formats: readonly number[]): Cursor => ({
  fields: () => cursor.fields(formats),
  send: async () => ({ rows: 0, isEnd: true }),
  interrupt() {},
  close() {},
})

/** A parameter of EXECUTE: literals only. */
function literalValue(node: Node): RawValue {
  const cast = bodyOf<{ arg?: Node }>(node, 'TypeCast')
  if (cast?.arg) return literalValue(cast.arg)
  const constant = bodyOf<A_Const>(node, 'A_Const')
  if (!constant) throw unsupported('EXECUTE with anything but literals')
  const { isnull, sval, ival, fval, boolval } = constant
  if (isnull) return { bytes: null, format: 0 }
  const text = sval
    ? (sval.sval ?? '')
    : fval
      ? (fval.fval ?? '')
      : boolval
        ? String(boolval.boolval === true)
        : String(ival?.ival ?? 0)
  return { bytes: Buffer.from(text), format: 0 }
}

/** The place of a byte as characters from 1. */
const characterAt = (text: string, location: number): number =>
  [...Buffer.from(text).subarray(0, location).toString()].length + 1
