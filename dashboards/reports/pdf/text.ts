import type PDFDocument from 'pdfkit'
import { runsOf } from '../fonts.ts'

type Doc = InstanceType<typeof PDFDocument>

export interface TextStyle {
  readonly size: number
  readonly color: string
  readonly isBold?: boolean
}

/** Line height by the size of the letters; Thai has marks on marks. */
const LEADING = 1.45

export const lineHeight = ({ size }: TextStyle): number => size * LEADING

/** Width of a text on one line, in points. */
export function widthOf(doc: Doc, text: string, { size, isBold = false }: TextStyle): number {
  return runsOf(text, isBold).reduce(
    (sum, run) => sum + doc.font(run.face).fontSize(size).widthOfString(run.text),
    0,
  )
}

/** Writes one line, its top at `y`. */
export function writeLine(doc: Doc, text: string, x: number, y: number, style: TextStyle): void {
  const { size, color, isBold = false } = style
  const baseline = y + lineHeight(style) * 0.76
  let at = x
  for (const run of runsOf(text, isBold)) {
    doc.font(run.face).fontSize(size).fillColor(color)
    doc.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
    at += doc.widthOfString(run.text)
  }
}

const words = new Intl.Segmenter('th', { granularity: 'word' })
const letters = new Intl.Segmenter('th', { granularity: 'grapheme' })

/** Parts of a text after which a line may end. Thai has no spaces between words; no line begins with a stop. */
export function partsOf(text: string): string[] {
  const parts: string[] = []
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = parts.at(-1)
    const joins =
      last !== undefined && !/\s$/.test(last) && (!isWordLike || /[^\p{L}\p{M}\p{N}]$/u.test(last))
    if (joins && !/[-/]$/.test(last)) parts[parts.length - 1] = last + segment
    else parts.push(segment)
  }
  return parts
}

/** Breaks a text into lines that are no wider than `width`; a part that is wider by itself is broken within. */
export function linesOf(doc: Doc, text: string, width: number, style: TextStyle): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (tried: string): boolean => widthOf(doc, tried.trimEnd(), style) <= width + 0.01
  const add = (part: string): void => {
    if (fits(line + part)) {
      line += part
      return
    }
    if (line !== '') lines.push(line.trimEnd())
    line = part.trimStart()
  }
  for (const part of partsOf(text)) {
    if (fits(part)) add(part)
    else for (const { segment } of letters.segment(part)) add(segment)
  }
  return [...lines, line.trimEnd()]
}
