import { type FaultPlace, LandingError } from '../landing-error.ts'
import { type FormatKind, formatKind } from './excel-value.ts'
import { attribute, XmlReader } from './read-xml.ts'
import type { Zip } from './zip.ts'

/** What a sheet's cells refer to, and where the sheet lies in the workbook's zip. */
export interface Workbook {
  readonly sheet: string
  readonly texts: readonly string[]
  /** Kinds of the cell styles, by their number. */
  readonly styles: readonly FormatKind[]
  /** True where days are counted from 1904. */
  readonly from1904: boolean
  /** True where a share that is shown as a percentage is read as it is shown. */
  readonly percentSigns: boolean
}

/** How a source's workbooks are read. */
export interface WorkbookOptions {
  readonly sheet?: string
  readonly percentSigns?: boolean
}

/** Reads the parts of a workbook that its sheet needs: `sheet` by name, else the first that is shown. */
export async function readWorkbook(
  zip: Zip,
  { sheet, percentSigns = false }: WorkbookOptions,
  where: FaultPlace,
): Promise<Workbook> {
  const parts = new Map([...zip.entries.keys()].map((name) => [name.toLowerCase(), name]))
  const part = (path: string): string | undefined => parts.get(path.toLowerCase())
  const root = await relations(zip, part('_rels/.rels'), '')
  const main = part(root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml')
  if (main === undefined) throw notWorkbook(where)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const links = await relations(zip, part(`${folder}_rels/${main.slice(folder.length)}.rels`), folder)
  const target = (kind: string): string | undefined => {
    const found = links.find(({ type }) => type.endsWith(`/${kind}`))
    return found && part(found.target)
  }
  const { sheets, from1904 } = await readSheets(zip, main)
  const chosen = sheet === undefined ? sheets.find(({ hidden }) => !hidden) : sheets.find(sameName(sheet))
  const path = part(links.find(({ id }) => id === chosen?.id)?.target ?? '')
  if (sheets.length === 0) throw notWorkbook(where)
  if (path === undefined)
    throw new LandingError({
      code: 'missing_sheet',
      where,
      value: `the sheets ${sheets.map(({ name }) => name).join(', ')}`,
      expected: sheet === undefined ? 'a sheet with cells' : `a sheet ${sheet}`,
      cure: 'name one of its sheets as sheet: of the source',
    })
  return {
    sheet: path,
    texts: await readTexts(zip, target('sharedStrings')),
    styles: await readStyles(zip, target('styles')),
    from1904,
    percentSigns,
  }
}

export function notWorkbook(where: FaultPlace, value?: string): LandingError {
  return new LandingError({
    code: 'bad_workbook',
    where,
    ...(value !== undefined && { value }),
    cure: 'open it in Excel and save it as .xlsx again',
  })
}

function sameName(wanted: string): (sheet: { readonly name: string }) => boolean {
  return ({ name }) => name.trim().toLowerCase() === wanted.trim().toLowerCase()
}

/** Reads a part, telling each tag that opens, and each that closes with the text inside it. */
async function readPart(
  zip: Zip,
  name: string,
  onOpen: (name: string, attributes: string) => void,
  onClose: (name: string, text: string) => void,
): Promise<void> {
  let text = ''
  const reader = new XmlReader({
    open: (tag, attributes) => {
      text = ''
      onOpen(tag, attributes)
    },
    close: (tag) => {
      onClose(tag, text)
      text = ''
    },
    text: (piece) => {
      text += piece
    },
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of zip.read(name)) reader.write(decoder.decode(chunk, { stream: true }))
  reader.write(decoder.decode())
  reader.end()
}

interface Relation {
  readonly id: string
  readonly type: string
  readonly target: string
}

async function relations(zip: Zip, name: string | undefined, folder: string): Promise<Relation[]> {
  const found: Relation[] = []
  if (name === undefined) return found
  await readPart(
    zip,
    name,
    (tag, attributes) => {
      if (tag !== 'Relationship') return
      const target = attribute(attributes, 'Target') ?? ''
      found.push({
        id: attribute(attributes, 'Id') ?? '',
        type: attribute(attributes, 'Type') ?? '',
        target: target.startsWith('/') ? target.slice(1) : folder + target.replace(/^\.\//, ''),
      })
    },
    () => undefined,
  )
  return found
}

async function readSheets(zip: Zip, name: string) {
  const sheets: { name: string; id: string; hidden: boolean }[] = []
  let from1904 = false
  await readPart(
    zip,
    name,
    (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (tag === 'sheet')
        sheets.push({
          name: attribute(attributes, 'name') ?? '',
          id: attribute(attributes, 'id') ?? '',
          hidden: /hidden/i.test(attribute(attributes, 'state') ?? ''),
        })
    },
    () => undefined,
  )
  return { sheets, from1904 }
}

/** The texts that cells refer to by number; hints on how to pronounce them are left out. */
async function readTexts(zip: Zip, name: string | undefined): Promise<string[]> {
  const texts: string[] = []
  if (name === undefined) return texts
  let text = ''
  let hint = false
  await readPart(
    zip,
    name,
    (tag) => {
      if (tag === 'si') text = ''
      if (tag === 'rPh') hint = true
    },
    (tag, inside) => {
      if (tag === 't' && !hint) text += inside
      if (tag === 'rPh') hint = false
      if (tag === 'si') texts.push(cellText(text))
    },
  )
  return texts
}

async function readStyles(zip: Zip, name: string | undefined): Promise<FormatKind[]> {
  const codes = new Map<number, string>()
  const styles: FormatKind[] = []
  if (name === undefined) return styles
  let inCells = false
  await readPart(
    zip,
    name,
    (tag, attributes) => {
      const id = Number(attribute(attributes, 'numFmtId'))
      if (tag === 'numFmt') codes.set(id, attribute(attributes, 'formatCode') ?? '')
      if (tag === 'cellXfs') inCells = true
      if (tag === 'xf' && inCells) styles.push(formatKind(id, codes.get(id)))
    },
    (tag) => {
      if (tag === 'cellXfs') inCells = false
    },
  )
  return styles
}

/** A cell's text; characters that XML cannot hold are written as `_x000D_`. */
export function cellText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
