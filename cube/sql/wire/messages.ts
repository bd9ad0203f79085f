/** A field of a RowDescription. */
export interface Field {
  readonly name: string
  readonly oid: number
  readonly size: number
  readonly format: number
}

/** A message of the backend, written part by part. */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(1024)
  #length = 5
  readonly #type: number

  constructor(type: string) {
    this.#type = type.charCodeAt(0)
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }

  byte(value: number): this {
    this.#room(1)
    this.#length = this.#buffer.writeUInt8(value, this.#length)
    return this
  }

  int16(value: number): this {
    this.#room(2)
    this.#length = this.#buffer.writeUInt16BE(value & 0xffff, this.#length)
    return this
  }

  int32(value: number): this {
    this.#room(4)
    this.#length = this.#buffer.writeInt32BE(value | 0, this.#length)
    return this
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value.replaceAll('\0', ''))).byte(0)
  }

  bytes(value: Uint8Array): this {
    this.#room(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
    return this
  }

  end(): Buffer {
    this.#buffer.writeUInt8(this.#type, 0)
    this.#buffer.writeInt32BE(this.#length - 1, 1)
    return this.#buffer.subarray(0, this.#length)
  }
}

const bare = (type: string): Buffer => new MessageWriter(type).end()

export const parseComplete = bare('1')
export const bindComplete = bare('2')
export const closeComplete = bare('3')
export const noData = bare('n')
export const emptyQuery = bare('I')
export const portalSuspended = bare('s')

export const readyForQuery = (status: 'I' | 'T' | 'E'): Buffer =>
  new MessageWriter('Z').byte(status.charCodeAt(0)).end()

export const commandComplete = (tag: string): Buffer => new MessageWriter('C').text(tag).end()

export const parameterStatus = (name: string, value: string): Buffer =>
  new MessageWriter('S').text(name).text(value).end()

export const authentication = (kind: number, data: Uint8Array = Buffer.alloc(0)): Buffer =>
  new MessageWriter('R').int32(kind).bytes(data).end()

export const backendKey = (pid: number, secret: number): Buffer =>
  new MessageWriter('K').int32(pid).int32(secret).end()

export function rowDescription(fields: readonly Field[]): Buffer {
  const message = new MessageWriter('T').int16(fields.length)
  for (const { name, oid, size, format } of fields)
    message.text(name).int32(0).int16(0).int32(oid).int16(size).int32(-1).int16(format)
  return message.end()
}

export function parameterDescription(oids: readonly number[]): Buffer {
  const message = new MessageWriter('t').int16(oids.length)
  for (const oid of oids) message.int32(oid)
  return message.end()
}

export interface ErrorFields {
  readonly severity: 'ERROR' | 'FATAL' | 'WARNING' | 'NOTICE'
  readonly state: string
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
  /** In characters from 1. */
  readonly position?: number | undefined
}

export function errorResponse(fields: ErrorFields): Buffer {
  const { severity, state, message, detail, hint, position } = fields
  const writer = new MessageWriter(severity === 'WARNING' || severity === 'NOTICE' ? 'N' : 'E')
  const field = (code: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') writer.byte(code.charCodeAt(0)).text(value)
  }
  field('S', severity)
  field('V', severity)
  field('C', state)
  field('M', message)
  field('D', detail)
  field('H', hint)
  field('P', position === undefined ? undefined : String(position))
  return writer.byte(0).end()
}
