import type { DeliveryFault } from '../../../models/state/deliveries.ts'
import { faultAs } from '../fault.ts'
import { ReportError } from '../report-error.ts'
import { DeliveryError } from './transport.ts'

/** Why what is planned cannot be made. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly code: string
  readonly cure: string
  readonly facts: DeliveryFault['facts']

  constructor({ code, message, cure, facts }: DeliveryFault) {
    super(message)
    this.code = code
    this.cure = cure
    this.facts = facts
  }
}

/** An error that says what it is, as the ledger keeps it. */
export function faultOf(error: unknown): DeliveryFault {
  if (error instanceof PlanError || error instanceof ReportError || error instanceof DeliveryError) {
    const { code, message, cure, facts } = error
    return { code, message, cure, facts }
  }
  const { code, cure, message }: { code?: unknown; cure?: unknown; message?: unknown } = Object(error)
  const why = typeof message === 'string' ? message : String(error)
  if (typeof code === 'string' && typeof cure === 'string') return { code, message: why, cure, facts: {} }
  return faultAs('render_failed', { why })
}
