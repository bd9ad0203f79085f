/** Is told what an XML text holds, in order. Names come without their prefix; attributes as they are written. */
export interface XmlHandler {
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}

/** Excel's own cells hold at most 32,767 characters. */
const longest = 1 << 24

/** A text that is not the XML that workbooks are made of. */
export class XmlFault extends Error {}

/** Reads the XML of a workbook's parts piece by piece. Document types are refused, so no entity can grow. */
export class XmlReader {
  readonly #handler: XmlHandler
  #rest = ''

  constructor(handler: XmlHandler) {
    this.#handler = handler
  }

  write(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      if (tag < 0) break
      const end = endOfTag(text, tag)
      if (end < 0) {
        if (tag > at) this.#handler.text(decodeEntities(text.slice(at, tag)))
        at = tag
        break
      }
      if (tag > at) this.#handler.text(decodeEntities(text.slice(at, tag)))
      this.#tag(text.slice(tag + 1, end - 1))
      at = end
    }
    // Text before a tag that has not begun may end within an entity.
    this.#rest = text.slice(at)
    if (this.#rest.length > longest) throw new XmlFault('a tag or text beyond all measure')
  }

  end(): void {
    if (this.#rest.trim()) throw new XmlFault('a text that ends within a tag')
  }

  #tag(tag: string): void {
    const first = tag[0]
    if (first === '?') return
    if (first === '!') {
      if (tag.startsWith('!--')) return
      if (!tag.startsWith('![CDATA[')) throw new XmlFault('a document type')
      this.#handler.text(tag.slice(8, -2))
    } else if (first === '/') this.#handler.close(localName(tag.slice(1).trim()))
    else {
      const alone = tag.endsWith('/')
      const [, name = '', attributes = ''] = /^(\S+)(?:\s+(.*))?$/s.exec(alone ? tag.slice(0, -1) : tag) ?? []
      this.#handler.open(localName(name), attributes)
      if (alone) this.#handler.close(localName(name))
    }
  }
}

/** Where the tag that begins at a place ends, after its `>`; -1 where that has not come yet. */
function endOfTag(text: string, start: number): number {
  for (const [opening, closing] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
  ] as const)
    if (text.startsWith(opening, start)) {
      const end = text.indexOf(closing, start + opening.length)
      return end < 0 ? -1 : end + closing.length
    }
  // What may still become one of those is not a tag yet.
  if (text.length - start < 9 && text.startsWith('<!', start)) return -1
  let quote = ''
  for (let i = start + 1; i < text.length; i++) {
    const mark = text[i] ?? ''
    if (quote) {
      if (mark === quote) quote = ''
    } else if (mark === '"' || mark === "'") quote = mark
    else if (mark === '>') return i + 1
  }
  return -1
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name[0] !== '#') return entities[name] ?? whole
    const code =
      name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** The value of an attribute, by its name without a prefix; undefined where there is none. */
export function attribute(attributes: string, name: string): string | undefined {
  const found = attributeShape(name).exec(attributes)
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : undefined
}

const shapes = new Map<string, RegExp>()

function attributeShape(name: string): RegExp {
  const known = shapes.get(name)
  if (known) return known
  const shape = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  shapes.set(name, shape)
  return shape
}
