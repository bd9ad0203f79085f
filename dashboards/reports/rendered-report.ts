import type { Freshness } from '../../models/contract/ops/freshness.ts'
import type { TracedFigure } from './traced.ts'

/** A file of a report, as it is attached or written. */
export interface ReportFile {
  readonly name: string
  /** Media type. */
  readonly type: string
  readonly content: Uint8Array
}

/** A picture that the HTML of a mail shows by its content id. */
export interface MailPicture {
  readonly cid: string
  readonly name: string
  readonly alt: string
  readonly png: Uint8Array
}

/** What a mail says, for a part of HTML with its pictures and one of text. */
interface ReportMail {
  readonly html: string
  readonly text: string
  readonly pictures: readonly MailPicture[]
}

/** A report of one build, made with the rights of one reader. */
export interface RenderedReport {
  readonly name: string
  readonly title: string
  /** Title, company and period, for the subject of a mail. */
  readonly subject: string
  /** What the numbers are of: `FY27 Q4 to 27 Nov 2026`. */
  readonly period: string
  readonly build: string
  /** The build's day in the company's zone, YYYY-MM-DD: names of files have it. */
  readonly day: string
  /** The instant that stands for "now" in the build. ISO, UTC. */
  readonly asOf: string
  /** Of the source that is the least fresh. */
  readonly freshness: Freshness
  /** Records that are in no number. */
  readonly quarantined: number
  /** Every figure that it shows, each led back to the answer that it is of. */
  readonly figures: readonly TracedFigure[]
  /** The body of a mail. @throws ReportError `picture_blank` */
  mail(): Promise<ReportMail>
  /** One HTML file that needs no other: styles and drawings are in it, no script is. */
  page(): Promise<string>
  /** A4 with fonts embedded and charts as lines. */
  pdf(): Promise<Uint8Array>
  /** A workbook with typed cells: the key figures, one sheet a tile, and what they are. */
  xlsx(): Promise<Uint8Array>
  /** The same sheets as CSV. */
  csv(): readonly ReportFile[]
}
