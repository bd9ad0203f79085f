import { SqlError } from '../sql-error.ts'
import { type Ex, ex } from './expression.ts'
import { duckdbType, type SqlType } from './sql-type.ts'

const MAX_PARAMETERS = 65_535

/** The parameters of a statement: `$1` to `$n` are the client's, those after them are Cube's own values. */
export class Parameters {
  readonly #types: SqlType[]
  readonly #values: unknown[] = []
  readonly #count: number

  /** With the types that the client stated; `unknown` where it left them to us. */
  constructor(stated: readonly SqlType[], count: number) {
    if (count > MAX_PARAMETERS)
      throw new SqlError({ state: '54000', message: `A statement has at most ${MAX_PARAMETERS} parameters` })
    this.#types = Array.from({ length: count }, (_, index) => stated[index] ?? 'unknown')
    this.#count = count
  }

  /** The types of the client's parameters, as far as the statement tells. */
  get types(): readonly SqlType[] {
    return this.#types
  }

  /** Cube's own values, in the order of their numbers. */
  get values(): readonly unknown[] {
    return this.#values
  }

  client(number: number, expected: SqlType = 'unknown', location?: number): Ex {
    if (number < 1 || number > this.#count)
      throw new SqlError({
        state: '42P02',
        message: `there is no parameter $${number}`,
        ...(location !== undefined && { location }),
      })
    if (this.#types[number - 1] === 'unknown') this.#types[number - 1] = expected
    const type = this.#types[number - 1] ?? 'unknown'
    return ex(type === 'unknown' ? `$${number}` : `CAST($${number} AS ${duckdbType(type)})`, type)
  }

  /** Keeps a value of Cube's; gives what stands for it. */
  own(value: unknown): string {
    this.#values.push(value)
    return `$${this.#count + this.#values.length}`
  }
}
