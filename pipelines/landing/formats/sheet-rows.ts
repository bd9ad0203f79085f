import { type FaultPlace, LandingError } from '../landing-error.ts'
import { excelNumber, percentText, serialText } from './excel-value.ts'
import type { Row } from './layout.ts'
import { attribute, XmlReader } from './read-xml.ts'
import { cellText, notWorkbook, type Workbook } from './workbook.ts'
import type { Zip } from './zip.ts'

const mostColumns = 16_384

/** The rows of a sheet that hold anything: days as ISO text, numbers plain, true and false in words. */
export async function* sheetRows(zip: Zip, book: Workbook, where: FaultPlace): AsyncGenerator<Row> {
  const sheet = new SheetReader(book, where)
  const reader = new XmlReader(sheet)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of zip.read(book.sheet)) {
    reader.write(decoder.decode(chunk, { stream: true }))
    yield* sheet.rows.splice(0)
  }
  reader.write(decoder.decode())
  reader.end()
  yield* sheet.rows
}

class SheetReader {
  readonly rows: Row[] = []
  readonly #book: Workbook
  readonly #where: FaultPlace
  #cells: string[] = []
  #row = 0
  #lastFilled = 0
  #column = -1
  #type = ''
  #style = 0
  #reference = ''
  #value: string | undefined
  #text = ''
  #hasFormula = false
  #hint = false

  constructor(book: Workbook, where: FaultPlace) {
    this.#book = book
    this.#where = where
  }

  open(name: string, attributes: string): void {
    this.#text = ''
    if (name === 'row') {
      this.#row = Number(attribute(attributes, 'r') ?? this.#row + 1)
      this.#cells = []
      this.#column = -1
    } else if (name === 'c') {
      this.#reference = attribute(attributes, 'r') ?? ''
      this.#column = this.#reference ? columnOf(this.#reference) : this.#column + 1
      if (!(this.#column >= 0 && this.#column < mostColumns))
        throw notWorkbook(this.#where, `a cell ${this.#reference}`)
      this.#type = attribute(attributes, 't') ?? 'n'
      this.#style = Number(attribute(attributes, 's') ?? 0)
      this.#value = undefined
      this.#hasFormula = false
    } else if (name === 'f') this.#hasFormula = true
    else if (name === 'rPh') this.#hint = true
  }

  text(piece: string): void {
    this.#text += piece
  }

  close(name: string): void {
    if (name === 'v') this.#value = this.#text
    else if (name === 't' && !this.#hint) this.#value = (this.#value ?? '') + this.#text
    else if (name === 'rPh') this.#hint = false
    else if (name === 'c') this.#endCell()
    else if (name === 'row') this.#endRow()
    this.#text = ''
  }

  #endCell(): void {
    if (this.#value === undefined) {
      if (!this.#hasFormula) return
      throw new LandingError({
        code: 'formula_without_value',
        where: this.#where,
        value: `a formula without a result in ${this.#reference}`,
        cure: 'open it in Excel, which computes it, and save it',
      })
    }
    const text = this.#cellOf(this.#value)
    if (text === '') return
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = text
  }

  #cellOf(value: string): string {
    if (this.#type === 's') {
      const text = this.#book.texts[Number(value)]
      if (text === undefined && value !== '')
        throw notWorkbook(this.#where, `no text ${value}, which ${this.#reference} refers to`)
      return text ?? ''
    }
    if (this.#type === 'b') return value === '1' || value === 'true' ? 'true' : 'false'
    if (this.#type !== 'n') return cellText(value)
    const number = value.trim()
    const kind = this.#book.styles[this.#style] ?? 'number'
    if (number === '' || kind === 'number' || !Number.isFinite(Number(number))) return excelNumber(number)
    if (kind === 'percent') return this.#book.percentSigns ? percentText(number) : excelNumber(number)
    return serialText(Number(number), kind, this.#book.from1904)
  }

  #endRow(): void {
    if (!this.#cells.some((cell) => cell.trim() !== '')) return
    this.rows.push({ cells: this.#cells, afterBlank: this.#row > this.#lastFilled + 1 })
    this.#lastFilled = this.#row
    this.#cells = []
  }
}

/** The column of a reference such as `AB12`, from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~0x20
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}
