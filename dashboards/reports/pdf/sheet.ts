import PDFDocument from 'pdfkit'
import { palettes } from '../../charts/palette.ts'
import { faceNames, fontFile } from '../fonts.ts'
import { lineHeight, linesOf, type TextStyle, widthOf, writeLine } from './text.ts'
import { readableThai } from './thai-text.ts'

export const colors = palettes.light

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89, left: 42, right: 42, top: 42, bottom: 54 } as const
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right

interface Info {
  readonly title: string
  readonly language: string
  readonly author: string
  readonly created: Date
}

/** A document that is written from the top of its pages down. */
export class Sheet {
  readonly doc: InstanceType<typeof PDFDocument>
  y: number = PAGE.top
  readonly #chunks: Buffer[] = []
  readonly #done: Promise<void>

  constructor({ title, language, author, created }: Info) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      lang: language,
      displayTitle: true,
      info: { Title: title, Author: author, CreationDate: created, ModDate: created },
    })
    this.doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    this.#done = new Promise((resolve, reject) => {
      this.doc.on('end', resolve)
      this.doc.on('error', reject)
    })
    for (const face of faceNames) {
      this.doc.registerFont(face, fontFile(face))
      this.doc.font(face)
      if (face.startsWith('thai')) readableThai(Reflect.get(this.doc, '_font'))
    }
  }

  get left(): number {
    return PAGE.left
  }

  /** Begins a page where what comes next, of this height, would not end on this one. */
  need(height: number): void {
    if (this.y + height > PAGE.height - PAGE.bottom) this.nextPage()
  }

  nextPage(): void {
    this.doc.addPage()
    this.y = PAGE.top
  }

  /** Height that is left on the page. */
  get rest(): number {
    return PAGE.height - PAGE.bottom - this.y
  }

  /** Writes a paragraph and moves below it. */
  paragraph(text: string, style: TextStyle, { x = this.left, width = CONTENT_WIDTH } = {}): void {
    const lines = linesOf(this.doc, text, width, style)
    for (const line of lines) {
      this.need(lineHeight(style))
      writeLine(this.doc, line, x, this.y, style)
      this.y += lineHeight(style)
    }
  }

  rule(color: string = colors.line): void {
    this.doc
      .moveTo(PAGE.left, this.y)
      .lineTo(PAGE.left + CONTENT_WIDTH, this.y)
      .lineWidth(0.75)
      .strokeColor(color)
      .stroke()
  }

  gap(height: number): void {
    this.y += height
  }

  /** Ends the document, with a line at the foot of each page. */
  async finish(foot: string, pageOf: (page: number, pages: number) => string): Promise<Uint8Array> {
    const style = { size: 7.5, color: colors.muted }
    const { count } = this.doc.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page)
      const y = PAGE.height - 36
      writeLine(this.doc, foot, PAGE.left, y, style)
      const number = pageOf(page + 1, count)
      writeLine(this.doc, number, PAGE.width - PAGE.right - widthOf(this.doc, number, style), y, style)
    }
    this.doc.end()
    await this.#done
    return Buffer.concat(this.#chunks)
  }
}
