import { SqlError } from '../sql-error.ts'

interface Interruptible {
  interrupt(): void
  close(): void
}

const MESSAGES = {
  user: 'canceling statement due to user request',
  timeout: 'canceling statement due to statement timeout',
} as const

/** What can end a statement before its time: a request to cancel, or a timeout. */
export class Cancellation {
  #reason: keyof typeof MESSAGES | null = null
  #running: Interruptible | null = null
  #give: ((error: SqlError) => void) | null = null
  #timer: NodeJS.Timeout | undefined

  /** Runs one statement's work, `milliseconds` long at most (0 for any). @throws SqlError 57014 */
  async during<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    this.#reason = null
    if (milliseconds > 0) this.#timer = setTimeout(() => this.cancel('timeout'), milliseconds)
    try {
      return await work()
    } catch (error) {
      throw this.#reason !== null && error instanceof SqlError && error.state === '57014'
        ? this.#error()
        : error
    } finally {
      clearTimeout(this.#timer)
      this.#running = null
      this.#give = null
    }
  }

  cancel(reason: keyof typeof MESSAGES): void {
    this.#reason ??= reason
    this.#running?.interrupt()
    this.#give?.(this.#error())
  }

  /** Waits for what cannot be stopped itself; what comes of it too late is closed. */
  async opening<T extends Interruptible>(work: Promise<T>): Promise<T> {
    this.#check()
    const given = new Promise<never>((_, reject) => {
      this.#give = reject
    })
    try {
      const opened = await Promise.race([work, given])
      this.#running = opened
      this.#check()
      return opened
    } catch (error) {
      work.then(
        (late) => late.close(),
        () => {},
      )
      throw error
    } finally {
      this.#give = null
    }
  }

  /** Notes what runs from now on. */
  watch(running: Interruptible): void {
    this.#running = running
    this.#check()
  }

  #check(): void {
    if (this.#reason !== null) throw this.#error()
  }

  #error(): SqlError {
    return new SqlError({ state: '57014', message: MESSAGES[this.#reason ?? 'user'] })
  }
}
