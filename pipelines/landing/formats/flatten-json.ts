/** The cells of a record by their keys; null where the value is null or an empty container. */
export type FlatRecord = Map<string, string | null>

/** A text that is not JSON, or not a record. */
export class JsonFault extends Error {}

/**
 * Reads a JSON object into cells: `{"properties": {"amount": "5"}}` becomes `properties.amount`. Lists stay JSON
 * text. Numbers keep the digits that they were written with: none passes through a float.
 */
export function flattenRecord(text: string): FlatRecord {
  const record: FlatRecord = new Map()
  const parser = new Parser(text)
  parser.object('', record)
  parser.end()
  return record
}

/**
 * The elements of a list inside a record, each as a record of its own with the parent's plain values as
 * `parent.KEY`. Where the list is an object of lists, the key of each is `property`.
 */
export function flattenList(text: string, list: string): FlatRecord[] {
  const parent = flattenRecord(text)
  const plain = [...parent].filter(([key]) => !key.includes('.') && key !== list)
  const above: [string, string | null][] = plain.map(([key, value]) => [`parent.${key}`, value])
  return [...parent].flatMap(([key, value]) => {
    const property = key === list ? undefined : key.startsWith(`${list}.`) && key.slice(list.length + 1)
    if (property === false || value === null) return []
    const elements = new Parser(value).elements()
    return elements.map(
      (element): FlatRecord =>
        new Map([
          ...above,
          ...(property === undefined ? [] : [['property', property] as const]),
          ...flattenRecord(element),
        ]),
    )
  })
}

const space = /[ \t\r\n]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const string = /"(?:[^"\\]|\\.)*"/sy
const word = /true|false|null/y
const unstorable = /\0|\p{Surrogate}/u
const deepest = 200

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Reads an object into cells whose keys begin with `prefix`. */
  object(prefix: string, into: FlatRecord): void {
    this.#expect('{')
    if (this.#take('}')) return
    do {
      const key = prefix + this.#string()
      this.#expect(':')
      if (this.#peek() === '{') {
        const size = into.size
        this.#deeper(() => this.object(`${key}.`, into))
        if (into.size === size) set(into, key, null)
      } else set(into, key, this.#plain())
    } while (this.#take(','))
    this.#expect('}')
  }

  /** The texts of a list's elements. */
  elements(): string[] {
    this.#expect('[')
    const elements: string[] = []
    if (this.#take(']')) return elements
    do {
      this.#space()
      const start = this.#at
      this.#skip()
      elements.push(this.#text.slice(start, this.#at))
    } while (this.#take(','))
    this.#expect(']')
    return elements
  }

  end(): void {
    this.#space()
    if (this.#at < this.#text.length) throw this.#fault('the end')
  }

  /** A value that is no object, as a cell. */
  #plain(): string | null {
    const next = this.#peek()
    if (next === '"') return this.#string()
    const start = this.#at
    if (next === '[') {
      this.#skip()
      const text = this.#text.slice(start, this.#at)
      return /^\[\s*\]$/.test(text) ? null : text
    }
    const found = this.#match(word)
    if (found !== undefined) return found === 'null' ? null : found
    return plainNumber(this.#match(number) ?? this.#fail('a value'))
  }

  /** Passes over a value, checking it. */
  #skip(): void {
    const next = this.#peek()
    if (next === '{') this.#deeper(() => this.object('', new Map()))
    else if (next === '[') this.#deeper(() => this.elements())
    else this.#plain()
  }

  #string(): string {
    this.#space()
    const token = this.#match(string) ?? this.#fail('a text in quotes')
    try {
      return String(JSON.parse(token))
    } catch {
      throw this.#fault('a text in quotes')
    }
  }

  #deeper(work: () => void): void {
    if (++this.#depth > deepest) throw new JsonFault(`more than ${deepest} levels`)
    work()
    this.#depth--
  }

  #peek(): string | undefined {
    this.#space()
    return this.#text[this.#at]
  }

  #take(mark: string): boolean {
    if (this.#peek() !== mark) return false
    this.#at++
    return true
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#fault(mark)
  }

  #match(shape: RegExp): string | undefined {
    shape.lastIndex = this.#at
    const found = shape.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }

  #space(): void {
    this.#match(space)
  }

  #fail(expected: string): never {
    throw this.#fault(expected)
  }

  #fault(expected: string): JsonFault {
    const found = this.#text.slice(this.#at, this.#at + 20)
    return new JsonFault(`${found ? `${found} at character ${this.#at + 1}` : 'the end'}, not ${expected}`)
  }
}

function set(record: FlatRecord, key: string, value: string | null): void {
  if (record.has(key)) throw new JsonFault(`the key ${key} twice`)
  if (value !== null && unstorable.test(value)) throw new JsonFault(`${key} with a NUL or half a character`)
  record.set(key, value)
}

/** A number without an exponent, digit for digit. */
export function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', power] =
    /^([-+]?)(\d*)(?:\.(\d*))?[eE]([-+]?\d+)$/.exec(text) ?? []
  if (power === undefined) return text
  const digits = whole + fraction
  const point = whole.length + Number(power)
  if (Math.abs(point) > 400) return text
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : ''
  const after = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '')
  const plain = `${before.replace(/^0+(?=\d)/, '') || '0'}${after && `.${after}`}`
  return `${sign === '-' ? '-' : ''}${plain}`
}
