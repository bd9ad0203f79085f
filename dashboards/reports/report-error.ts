import type { DeliveryFault } from '../../models/state/deliveries.ts'

interface At {
  readonly report: string
  readonly tile: string
}

/** Why a report is not given out. A report with a gap in it would pass for a whole one. */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  readonly code: string
  readonly report: string
  readonly tile: string
  readonly cure: string
  readonly facts: DeliveryFault['facts']

  constructor({ code, message, cure, facts }: DeliveryFault, { report, tile }: At, cause?: unknown) {
    super(`${report}: ${message}; ${cure}`, { cause })
    this.code = code
    this.report = report
    this.tile = tile
    this.cure = cure
    this.facts = facts
  }
}
