interface ReportFault {
  readonly code: 'tile_failed' | 'tile_empty' | 'picture_blank'
  readonly report: string
  readonly tile: string
  readonly message: string
  readonly cure: string
}

/** Why a report is not given out. A report with a gap in it would pass for a whole one. */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  readonly code: ReportFault['code']
  readonly report: string
  readonly tile: string
  readonly cure: string

  constructor({ code, report, tile, message, cure }: ReportFault, cause?: unknown) {
    super(`${report}: ${message}; ${cure}`, { cause })
    this.code = code
    this.report = report
    this.tile = tile
    this.cure = cure
  }
}
