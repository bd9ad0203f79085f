import { SqlError, unsupported } from '../sql-error.ts'
import { parseStatements } from '../translate/ast.ts'
import { ClientSession, type SessionOptions } from './client-session.ts'
import { ExtendedProtocol } from './extended-protocol.ts'
import type { Frame, Frames } from './frames.ts'
import { MessageReader, malformed } from './message-reader.ts'
import * as messages from './messages.ts'
import { openStatement } from './open-statement.ts'
import { tagOf } from './opened.ts'
import type { Prepared } from './prepared.ts'

export interface ConnectionOptions extends SessionOptions {
  readonly frames: Frames
  readonly onFault: (error: unknown) => void
}

/** One connection: answers the messages of a client in their order. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #session: ClientSession
  readonly #extended: ExtendedProtocol
  /** After an error of the extended protocol everything up to Sync is passed over. */
  #isSkipping = false

  /** @throws SqlError for a setting that cannot be so */
  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#session = new ClientSession(options)
    this.#extended = new ExtendedProtocol(this.#session, (error, text) => this.#failAndSkip(error, text))
  }

  /** Ends what runs now, as CancelRequest asks. */
  cancel(): void {
    this.#session.cancellation.cancel('user')
  }

  async run(): Promise<void> {
    const { frames, outbox } = this.#options
    for (const [name, value] of this.#session.settings.reported())
      await outbox.send(messages.parameterStatus(name, value))
    await this.#ready()
    try {
      for (let frame = await frames.next(); frame && frame.type !== 'X'; frame = await frames.next())
        await this.#answer(frame)
    } finally {
      this.#extended.closePortals()
      this.#session.cursors.close(null)
    }
  }

  async #answer(frame: Frame): Promise<void> {
    if (this.#isSkipping && frame.type !== 'S') return
    try {
      await this.#handle(frame)
    } catch (error) {
      await this.#failAndSkip(error, '')
    }
  }

  async #handle({ type, body }: Frame): Promise<void> {
    const reader = new MessageReader(body)
    switch (type) {
      case 'Q':
        return this.#simple(reader.text())
      case 'P':
        return this.#extended.parse(reader)
      case 'B':
        return this.#extended.bind(reader)
      case 'D':
        return this.#extended.describe(reader)
      case 'E':
        return this.#extended.execute(reader)
      case 'C':
        return this.#extended.close(reader)
      case 'H':
        return this.#options.outbox.flush()
      case 'S':
        this.#isSkipping = false
        if (this.#session.status === 'I') this.#extended.closePortals()
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
    await this.#options.outbox.send(messages.readyForQuery(this.#session.status))
    await this.#options.outbox.flush()
  }

  async #failAndSkip(error: unknown, text: string): Promise<void> {
    await this.#fail(error, text)
    this.#isSkipping = true
  }

  async #fail(error: unknown, text: string): Promise<void> {
    if (this.#session.status === 'T') this.#session.status = 'E'
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

  /** The simple protocol: the statements of a text, one after the other, each to its end. */
  async #simple(text: string): Promise<void> {
    const session = this.#session
    try {
      const statements = parseStatements(text)
      if (statements.length === 0) await session.outbox.send(messages.emptyQuery)
      for (const statement of statements) {
        const prepared = session.engine.prepare(statement, text, [])
        await session.during(() => this.#runWhole(prepared))
      }
    } catch (error) {
      await this.#fail(error, text)
    }
    await this.#ready()
  }

  async #runWhole(prepared: Prepared): Promise<void> {
    const { outbox } = this.#options
    this.#session.checkStatus(prepared)
    const opened = await openStatement(this.#session, prepared, [], [])
    if ('tag' in opened) return outbox.send(messages.commandComplete(opened.tag))
    const { cursor, formats, word, limit, isKept } = opened
    try {
      await outbox.send(messages.rowDescription(cursor.fields(formats)))
      const { rows } = await cursor.send(limit, formats, (data) => outbox.send(data))
      await outbox.send(messages.commandComplete(tagOf(word, rows)))
    } finally {
      if (!isKept) cursor.close()
    }
  }
}

/** The place of a byte as characters from 1. */
const characterAt = (text: string, location: number): number =>
  [...Buffer.from(text).subarray(0, location).toString()].length + 1
