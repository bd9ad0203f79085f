import { deparse } from 'pgsql-deparser'
import { SqlError } from '../sql-error.ts'
import { kindOf, type Node, type Tree, texts } from '../translate/ast.ts'
import { SERVER_VERSION } from '../translate/functions.ts'
import type { Cursor } from '../wire/cursor.ts'
import { MessageReader } from '../wire/message-reader.ts'
import { type Field, MessageWriter } from '../wire/messages.ts'
import { checkCatalogQuery } from './is-catalog.ts'

/** Sends messages of the protocol to the catalog of a session's user. */
export type AskCatalog = (message: Uint8Array) => Promise<Buffer>

/** A parameter as it came, and its format. */
export interface RawValue {
  readonly bytes: Buffer | null
  readonly format: number
}

interface Names {
  readonly user: string
  readonly database: string
}

/** Columns that older clients ask for by the names they had. */
const RENAMED: Readonly<Record<string, string>> = {
  daticulocale: 'datlocale',
  colliculocale: 'colllocale',
}

const textConstant = (text: string): Tree => ({
  TypeCast: {
    arg: { A_Const: { sval: { sval: text } } },
    typeName: { names: [{ String: { sval: 'text' } }], typemod: -1 },
  },
})

/**
 * The text of a query of the catalog as it is asked there.
 * @throws SqlError for what is no such query
 */
export async function catalogText(tree: Tree, names: Names): Promise<string> {
  checkCatalogQuery(tree)
  return deparse(rewritten(tree, names) as Node)
}

function rewritten(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, names))
  if (!(value instanceof Object)) return value
  const [kind, body] = kindOf(value as Tree)
  const known =
    kind === 'FuncCall' || kind === 'SQLValueFunction' ? sessionValue(kind, body, names) : undefined
  if (known !== undefined) return textConstant(known)
  if (kind === 'String') {
    const { sval = '' } = body as { sval?: string }
    return { String: { sval: RENAMED[sval] ?? sval } }
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewritten(inner, names)]))
}

/** What the session knows better than the catalog. */
function sessionValue(kind: string, body: Tree, { user, database }: Names): string | undefined {
  const name =
    kind === 'FuncCall'
      ? (texts((body as { funcname?: Tree[] }).funcname).at(-1) ?? '')
      : String((body as { op?: string }).op)
  switch (name) {
    case 'current_database':
    case 'SVFOP_CURRENT_CATALOG':
      return database
    case 'version':
      return `PostgreSQL ${SERVER_VERSION} (salesops)`
    case 'SVFOP_CURRENT_USER':
    case 'SVFOP_SESSION_USER':
    case 'SVFOP_USER':
    case 'SVFOP_CURRENT_ROLE':
      return user
    default:
      return undefined
  }
}

interface Described {
  readonly parameters: readonly number[]
  readonly fields: readonly Field[]
}

const parseMessage = (text: string, oids: readonly number[]): Buffer => {
  const message = new MessageWriter('P').text('').text(text).int16(oids.length)
  for (const oid of oids) message.int32(oid)
  return message.end()
}

const syncMessage = new MessageWriter('S').end()
const executeMessage = new MessageWriter('E').text('').int32(0).end()
const describe = (what: 'S' | 'P'): Buffer => new MessageWriter('D').byte(what.charCodeAt(0)).text('').end()

/** The types of a query's parameters and columns. */
export async function describeCatalogQuery(
  text: string,
  oids: readonly number[],
  ask: AskCatalog,
): Promise<Described> {
  const answers = messagesOf(await ask(Buffer.concat([parseMessage(text, oids), describe('S'), syncMessage])))
  const parameters: number[] = []
  let fields: Field[] = []
  for (const { type, body } of answers) {
    const reader = new MessageReader(body)
    if (type === 't') for (let count = reader.count(); count > 0; count--) parameters.push(reader.int32())
    if (type === 'T') fields = readFields(reader)
  }
  return { parameters, fields }
}

/** Runs a query of the catalog; its rows come in the formats that are asked for. */
export async function openCatalogQuery(
  text: string,
  oids: readonly number[],
  values: readonly RawValue[],
  formats: readonly number[],
  ask: AskCatalog,
): Promise<Cursor> {
  const bind = new MessageWriter('B').text('').text('').int16(values.length)
  for (const { format } of values) bind.int16(format)
  bind.int16(values.length)
  for (const { bytes } of values) {
    bind.int32(bytes === null ? -1 : bytes.length)
    if (bytes) bind.bytes(bytes)
  }
  bind.int16(formats.length)
  for (const format of formats) bind.int16(format)
  const messages = [parseMessage(text, oids), bind.end(), describe('P'), executeMessage, syncMessage]
  const answers = messagesOf(await ask(Buffer.concat(messages)))
  const description = answers.find(({ type }) => type === 'T')
  const fields = description ? readFields(new MessageReader(description.body)) : []
  return new CatalogCursor(
    fields,
    answers.filter(({ type }) => type === 'D').map(({ whole }) => whole),
  )
}

class CatalogCursor implements Cursor {
  readonly #fields: readonly Field[]
  readonly #rows: readonly Buffer[]
  #at = 0

  constructor(fields: readonly Field[], rows: readonly Buffer[]) {
    this.#fields = fields
    this.#rows = rows
  }

  fields(): Field[] {
    return [...this.#fields]
  }

  async send(limit: number, _: readonly number[], out: (rows: Buffer) => Promise<void>) {
    const to = limit === 0 ? this.#rows.length : Math.min(this.#rows.length, this.#at + limit)
    const rows = to - this.#at
    if (rows > 0) await out(Buffer.concat(this.#rows.slice(this.#at, to)))
    this.#at = to
    return { rows, isEnd: limit === 0 || rows < limit }
  }

  interrupt(): void {}
  close(): void {}
}

interface Message {
  readonly type: string
  readonly body: Buffer
  readonly whole: Buffer
}

/** @throws SqlError where one of the messages is an error */
function messagesOf(data: Buffer): Message[] {
  const messages: Message[] = []
  for (let at = 0; at + 5 <= data.length; ) {
    const end = at + 1 + data.readInt32BE(at + 1)
    const type = String.fromCharCode(data[at] ?? 0)
    const body = data.subarray(at + 5, end)
    if (type === 'E') throw errorOf(new MessageReader(body))
    messages.push({ type, body, whole: data.subarray(at, end) })
    at = end
  }
  return messages
}

function errorOf(reader: MessageReader): SqlError {
  const fields = new Map<string, string>()
  for (let code = reader.byte(); code !== 0; code = reader.byte())
    fields.set(String.fromCharCode(code), reader.text())
  const hint = fields.get('H')
  return new SqlError({
    state: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? 'The catalog refused the query',
    ...(hint !== undefined && { hint }),
  })
}

function readFields(reader: MessageReader): Field[] {
  return Array.from({ length: reader.count() }, () => {
    const name = reader.text()
    reader.int32()
    reader.int16()
    const oid = reader.int32()
    const size = reader.int16()
    reader.int32()
    return { name, oid, size, format: reader.int16() }
  })
}
