import type PDFDocument from 'pdfkit'
import { colors } from './sheet.ts'
import { type TextStyle, widthOf, writeLine } from './text.ts'

interface ChartText {
  readonly text: string
  readonly x: number
  /** Of the middle of its letters. */
  readonly y: number
  readonly anchor: string
  readonly style: TextStyle
}

const TEXT = /<text\b([^>]*)>([^<]*)<\/text>/g

/**
 * Takes the texts out of a chart's SVG, to be written as all other text is: in the face of each script, and with the marks of
 * Thai, which what draws the SVG leaves out for having no width.
 */
export function withoutTexts(svg: string): { readonly shapes: string; readonly texts: readonly ChartText[] } {
  const texts = [...svg.matchAll(TEXT)].map(([, attributes = '', text = '']) => textOf(attributes, text))
  return { shapes: svg.replace(TEXT, ''), texts }
}

function textOf(attributes: string, text: string): ChartText {
  const of = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
  const [, left = '0', top = '0'] = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(of('transform')) ?? []
  const font = of('style')
  return {
    text: decoded(text),
    x: Number(left) + Number(of('x') || 0),
    y: Number(top) + Number(of('y') || 0),
    anchor: of('text-anchor'),
    style: {
      size: Number(/([\d.]+)px/.exec(font)?.[1] ?? 11),
      color: of('fill') || colors.ink,
      isBold: /font-weight:\s*(bold|[6-9]00)|font: \w+ (bold|[6-9]00)/.test(font),
    },
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const decoded = (text: string): string =>
  text.replace(/&(\w+|#39);/g, (whole, name) => entities[name] ?? whole)

/** Where the top of a line is above the middle of its letters, by their size. */
const RISE = 0.742

export function writeTexts(doc: InstanceType<typeof PDFDocument>, texts: readonly ChartText[]): void {
  for (const { text, x, y, anchor, style } of texts) {
    const width = widthOf(doc, text, style)
    const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x
    writeLine(doc, text, left, y - RISE * style.size, style)
  }
}
