declare module 'svg-to-pdfkit' {
  import type PDFDocument from 'pdfkit'

  interface Options {
    readonly assumePt?: boolean
  }
  /** Draws an SVG into a document of pdfkit. */
  export default function svgToPdf(
    doc: InstanceType<typeof PDFDocument>,
    svg: string,
    x: number,
    y: number,
    options: Options,
  ): void
}
