import type { RawValue } from '../catalog/catalog-statement.ts'
import { SqlError } from '../sql-error.ts'
import { parseStatements } from '../translate/ast.ts'
import type { ClientSession } from './client-session.ts'
import type { Cursor } from './cursor.ts'
import { describeQuery, isQuery, parametersOf, statementFields } from './describe-statement.ts'
import type { MessageReader } from './message-reader.ts'
import * as messages from './messages.ts'
import { openStatement } from './open-statement.ts'
import { tagOf } from './opened.ts'
import type { Prepared } from './prepared.ts'

/** A statement with its values, whose rows are read a part at a time. */
interface Portal {
  readonly prepared: Prepared
  readonly values: readonly RawValue[]
  readonly formats: readonly number[]
  cursor?: Cursor
}

/** Tells an error with its place in a text, and passes over what follows up to Sync. */
type Fail = (error: unknown, text: string) => Promise<void>

/** The extended protocol: statements are parsed, bound to values, described and executed one message each. */
export class ExtendedProtocol {
  readonly #session: ClientSession
  readonly #fail: Fail
  readonly #portals = new Map<string, Portal>()

  constructor(session: ClientSession, fail: Fail) {
    this.#session = session
    this.#fail = fail
  }

  async parse(reader: MessageReader): Promise<void> {
    const session = this.#session
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
      const prepared = session.engine.prepare(statements[0], text, oids)
      if (name === '') session.statements.drop('')
      session.checkStatus(prepared)
      // What is wrong with a query is said now, as PostgreSQL does.
      if (isQuery(prepared)) await describeQuery(session, prepared)
      session.statements.keep(name, prepared)
      await session.outbox.send(messages.parseComplete)
    } catch (error) {
      await this.#fail(error, text)
    }
  }

  async bind(reader: MessageReader): Promise<void> {
    const name = reader.text()
    const prepared = this.#session.statements.named(reader.text())
    const formats = Array.from({ length: reader.count() }, () => reader.int16())
    const values = Array.from({ length: reader.count() }, (_, index): RawValue => {
      const length = reader.int32()
      const format = (formats.length === 1 ? formats[0] : formats[index]) ?? 0
      return { bytes: length < 0 ? null : reader.bytes(length), format }
    })
    const results = Array.from({ length: reader.count() }, () => reader.int16())
    const wanted = (await parametersOf(this.#session, prepared)).length
    if (values.length !== wanted)
      throw new SqlError({
        state: '08P01',
        message: `bind message supplies ${values.length} parameters, but prepared statement requires ${wanted}`,
      })
    if (name !== '' && this.#portals.has(name))
      throw new SqlError({ state: '42P03', message: `cursor "${name}" already exists` })
    this.#closePortal(name)
    this.#portals.set(name, { prepared, values, formats: results })
    await this.#session.outbox.send(messages.bindComplete)
  }

  async describe(reader: MessageReader): Promise<void> {
    const { outbox, statements, cursors } = this.#session
    const isStatement = readIsStatement(reader)
    const name = reader.text()
    // A cursor that DECLARE has made is a portal too.
    const declared = isStatement || this.#portals.has(name) ? undefined : cursors.find(name)
    if (declared) return outbox.send(messages.rowDescription(declared.cursor.fields(declared.formats)))
    const portal = isStatement ? undefined : this.#portalNamed(name)
    const prepared = portal?.prepared ?? statements.named(name)
    if (isStatement)
      await outbox.send(messages.parameterDescription(await parametersOf(this.#session, prepared)))
    const fields = await statementFields(this.#session, prepared, portal?.formats ?? [])
    await outbox.send(fields ? messages.rowDescription(fields) : messages.noData)
  }

  async execute(reader: MessageReader): Promise<void> {
    const name = reader.text()
    const limit = Math.max(0, reader.int32())
    const portal = this.#portalNamed(name)
    try {
      await this.#session.during(() => this.#executePortal(portal, limit))
    } catch (error) {
      this.#closePortal(name)
      await this.#fail(error, portal.prepared.text)
    }
  }

  async #executePortal(portal: Portal, limit: number): Promise<void> {
    const { outbox, cancellation } = this.#session
    this.#session.checkStatus(portal.prepared)
    if (portal.prepared.kind === 'empty') return outbox.send(messages.emptyQuery)
    let word = 'SELECT'
    let most = limit
    let { cursor, formats } = portal
    if (cursor) cancellation.watch(cursor)
    else {
      const opened = await openStatement(this.#session, portal.prepared, portal.values, portal.formats)
      if ('tag' in opened) return outbox.send(messages.commandComplete(opened.tag))
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

  async close(reader: MessageReader): Promise<void> {
    const isStatement = readIsStatement(reader)
    const name = reader.text()
    if (isStatement) this.#session.statements.drop(name)
    else this.#closePortal(name)
    await this.#session.outbox.send(messages.closeComplete)
  }

  closePortals(): void {
    for (const name of [...this.#portals.keys()]) this.#closePortal(name)
  }

  #closePortal(name: string): void {
    this.#portals.get(name)?.cursor?.close()
    this.#portals.delete(name)
  }

  #portalNamed(name: string): Portal {
    const found = this.#portals.get(name)
    if (found) return found
    throw new SqlError({ state: '34000', message: `portal "${name}" does not exist` })
  }
}

/** Whether a message is about a statement (S), else it is about a portal (P). */
const readIsStatement = (reader: MessageReader): boolean => String.fromCharCode(reader.byte()) === 'S'
