import { strToU8, zipSync } from 'fflate'

/** A cell: a value, or how the workbook holds it. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | { readonly serial: number; readonly format?: number }
  | { readonly raw: string }

export interface BookOptions {
  readonly sheets?: Readonly<Record<string, readonly (readonly Cell[])[]>>
  readonly hidden?: readonly string[]
  readonly from1904?: boolean
  /** Writes texts inside the cells instead of by number. */
  readonly inline?: boolean
  /** Puts a prefix before each tag, as some programs do. */
  readonly prefix?: string
  /** Further parts, or others in their place. */
  readonly parts?: Readonly<Record<string, string>>
}

/** Number formats of the styles, by style number: general, a built-in day, day and time, length of time, Thai day, a unit, percent. */
const formats = [0, 14, 22, 46, 170, 171, 9]

/** The bytes of a workbook with the given rows in its sheets. */
export function workbook(rows: readonly (readonly Cell[])[], options: BookOptions = {}): Buffer {
  const sheets = Object.entries(options.sheets ?? { Sheet1: rows })
  const texts: string[] = []
  const p = options.prefix ? `${options.prefix}:` : ''
  const tag = (xml: string): string => (p ? xml.replace(/<(\/?)(?=[a-z])/gi, `<$1${p}`) : xml)
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels':
      '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map(
        (_, i) =>
          `<Relationship Id="s${i}" Type="http://x/worksheet" Target="/xl/worksheets/sheet${i}.xml"/>`,
      )
      .join('')}<Relationship Id="t" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
      <Relationship Id="y" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
    'xl/workbook.xml': tag(
      `<?xml version="1.0"?><workbook><workbookPr${options.from1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(([name], i) => {
          const state = options.hidden?.includes(name) ? ' state="hidden"' : ''
          return `<sheet name="${name}" sheetId="${i + 1}"${state} r:id="s${i}"/>`
        })
        .join('')}</sheets></workbook>`,
    ),
    'xl/styles.xml': tag(
      `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-D07041E]d/m/yyyy;@"/><numFmt numFmtId="171" formatCode="#,##0.00&quot; day&quot;"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
        .map((id) => `<xf numFmtId="${id}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ),
  }
  for (const [i, [, cells]] of sheets.entries())
    parts[`xl/worksheets/sheet${i}.xml`] = tag(sheetXml(cells, texts, options.inline === true))
  parts['xl/sharedStrings.xml'] = tag(
    `<sst>${texts.map((text) => `<si><r><t xml:space="preserve">${escaped(text)}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`,
  )
  const files = Object.entries({ ...parts, ...options.parts })
  return Buffer.from(zipSync(Object.fromEntries(files.map(([name, text]) => [name, strToU8(text)]))))
}

function sheetXml(rows: readonly (readonly Cell[])[], texts: string[], inline: boolean): string {
  const xml = rows.map((cells, r) => {
    const inside = cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + 1}`, texts, inline)).join('')
    return inside && `<row r="${r + 1}">${inside}</row>`
  })
  return `<worksheet><sheetData>${xml.join('\n')}</sheetData></worksheet>`
}

function cellXml(cell: Cell, place: string, texts: string[], inline: boolean): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'object')
    return 'raw' in cell
      ? cell.raw.replace('<c', `<c r="${place}"`)
      : `<c r="${place}" s="${cell.format ?? 1}"><v>${cell.serial}</v></c>`
  if (inline) return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  return `<c r="${place}" t="s"><v>${texts.push(cell) - 1}</v></c>`
}

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + letters(column % 26)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
