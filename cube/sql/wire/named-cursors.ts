import { SqlError } from '../sql-error.ts'
import type { Cursor } from './cursor.ts'

/** A cursor by name, as DECLARE makes it. */
interface NamedCursor {
  readonly cursor: Cursor
  readonly formats: readonly number[]
  /** True for one that outlives its transaction. */
  readonly isHeld: boolean
}

/** The cursors that DECLARE has made in a session. */
export class NamedCursors {
  readonly #cursors = new Map<string, NamedCursor>()

  /** @throws SqlError 42P03 where there is one of the name */
  checkFree(name: string): void {
    if (this.#cursors.has(name))
      throw new SqlError({ state: '42P03', message: `cursor "${name}" already exists` })
  }

  add(name: string, cursor: NamedCursor): void {
    this.#cursors.set(name, cursor)
  }

  find(name: string): NamedCursor | undefined {
    return this.#cursors.get(name)
  }

  /** @throws SqlError 34000 */
  named(name: string): NamedCursor {
    const found = this.find(name)
    if (found) return found
    throw new SqlError({ state: '34000', message: `cursor "${name}" does not exist` })
  }

  /** Closes one, or all for null. @throws SqlError 34000 */
  close(name: string | null): void {
    if (name !== null) this.named(name)
    for (const [one, { cursor }] of [...this.#cursors]) {
      if (name !== null && one !== name) continue
      cursor.close()
      this.#cursors.delete(one)
    }
  }

  endTransaction(): void {
    for (const [name, { isHeld }] of [...this.#cursors]) if (!isHeld) this.close(name)
  }
}
