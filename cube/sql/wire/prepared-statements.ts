import { SqlError } from '../sql-error.ts'
import type { Prepared } from './prepared.ts'

const MAX_STATEMENTS = 1000

/** The prepared statements of a session; that without a name is the last one prepared so. */
export class PreparedStatements {
  readonly #statements = new Map<string, Prepared>()

  /** @throws SqlError 42P05 where there is one of the name, 53000 where there are too many */
  keep(name: string, prepared: Prepared): void {
    if (name !== '' && this.#statements.has(name))
      throw new SqlError({ state: '42P05', message: `prepared statement "${name}" already exists` })
    if (this.#statements.size >= MAX_STATEMENTS)
      throw new SqlError({
        state: '53000',
        message: `A session keeps at most ${MAX_STATEMENTS} prepared statements`,
      })
    this.#statements.set(name, prepared)
  }

  /** @throws SqlError 26000 */
  named(name: string): Prepared {
    const found = this.#statements.get(name)
    if (found) return found
    throw new SqlError({ state: '26000', message: `prepared statement "${name}" does not exist` })
  }

  /** Forgets one, if there is one. */
  drop(name: string): void {
    this.#statements.delete(name)
  }

  /** Forgets one, or all for null. @throws SqlError 26000 */
  deallocate(name: string | null): void {
    if (name === null) this.#statements.clear()
    else {
      this.named(name)
      this.drop(name)
    }
  }
}
