import type { CubeUser } from '../../security.ts'
import type { SqlAccess } from '../access.ts'
import { Settings } from '../settings.ts'
import type { Asker, SqlEngine } from '../sql-engine.ts'
import { SqlError } from '../sql-error.ts'
import { kindOf } from '../translate/ast.ts'
import { Cancellation } from './cancellation.ts'
import { endsTransaction } from './commands.ts'
import * as messages from './messages.ts'
import { NamedCursors } from './named-cursors.ts'
import type { Outbox } from './outbox.ts'
import type { Prepared } from './prepared.ts'
import { PreparedStatements } from './prepared-statements.ts'

export interface SessionOptions {
  readonly outbox: Outbox
  readonly engine: SqlEngine
  readonly access: SqlAccess
  readonly user: CubeUser
  readonly database: string
  /** Zone of a session that names none. */
  readonly zone: string
  /** Settings that the client gave at the start. */
  readonly given: Readonly<Record<string, string>>
}

/** What a client has in a session: settings, statements, cursors, the transaction, and as whom it asks. */
export class ClientSession {
  readonly outbox: Outbox
  readonly engine: SqlEngine
  readonly settings: Settings
  readonly cancellation = new Cancellation()
  readonly statements = new PreparedStatements()
  readonly cursors = new NamedCursors()
  /** No transaction, one, or one that failed. */
  status: 'I' | 'T' | 'E' = 'I'
  readonly #options: SessionOptions
  #acting: CubeUser

  /** @throws SqlError for a setting that cannot be so */
  constructor(options: SessionOptions) {
    this.#options = options
    this.#acting = options.user
    this.outbox = options.outbox
    this.engine = options.engine
    this.settings = new Settings(options.user.name, options.zone, options.given, (name, value) => {
      void options.outbox.send(messages.parameterStatus(name, value))
    })
  }

  /** Runs one statement's work, within the time that the client allows. @throws SqlError 57014 */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.cancellation.during(this.settings.statementTimeout, work)
  }

  /** @throws SqlError 25P02 in a transaction that failed, but for what ends it */
  checkStatus({ kind, tree }: Prepared): void {
    if (this.status !== 'E' || kind === 'empty' || endsTransaction(...kindOf(tree))) return
    throw new SqlError({
      state: '25P02',
      message: 'current transaction is aborted, commands ignored until end of transaction block',
    })
  }

  /** Warns the client. */
  notice(state: string, message: string): void {
    void this.outbox.send(messages.errorResponse({ severity: 'WARNING', state, message }))
  }

  /** Asks as another from now on, or as oneself for null. @throws SqlError 42501, 22023 */
  async setRole(name: string | null): Promise<void> {
    this.#acting = name === null ? this.#options.user : await this.#userNamed(name)
  }

  /** Whom a statement is for. @throws SqlError 42501, 22023 */
  async asker({ actingName }: Prepared): Promise<Asker> {
    const user = actingName === undefined ? this.#acting : await this.#userNamed(actingName)
    const { settings } = this
    return {
      user,
      session: {
        zone: settings.zone,
        user: user.name,
        database: this.#options.database,
        setting: (name) => settings.get(name),
      },
    }
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
}
