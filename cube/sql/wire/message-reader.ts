import { SqlError } from '../sql-error.ts'

/** Reads the parts of a message of the frontend. */
export class MessageReader {
  readonly #data: Buffer
  #at = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#data.length
  }

  byte(): number {
    this.#need(1)
    return this.#data.readUInt8(this.#at++)
  }

  int16(): number {
    this.#need(2)
    this.#at += 2
    return this.#data.readInt16BE(this.#at - 2)
  }

  /** A count: never negative. */
  count(): number {
    this.#need(2)
    this.#at += 2
    return this.#data.readUInt16BE(this.#at - 2)
  }

  int32(): number {
    this.#need(4)
    this.#at += 4
    return this.#data.readInt32BE(this.#at - 4)
  }

  text(): string {
    const end = this.#data.indexOf(0, this.#at)
    if (end < 0) throw malformed()
    const bytes = this.#data.subarray(this.#at, end)
    this.#at = end + 1
    return utf8(bytes)
  }

  bytes(length: number): Buffer {
    if (length < 0) throw malformed()
    this.#need(length)
    this.#at += length
    return this.#data.subarray(this.#at - length, this.#at)
  }

  rest(): Buffer {
    return this.bytes(this.#data.length - this.#at)
  }

  #need(bytes: number): void {
    if (this.#at + bytes > this.#data.length) throw malformed()
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** @throws SqlError 22021 for what is no UTF-8 */
export function utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new SqlError({ state: '22021', message: 'invalid byte sequence for encoding "UTF8"' })
  }
}

export const malformed = (): SqlError =>
  new SqlError({ state: '08P01', message: 'The message does not follow the protocol' })
