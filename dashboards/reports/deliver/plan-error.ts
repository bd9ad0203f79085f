import type { DeliveryFault } from '../../../models/state/deliveries.ts'

/** Why what is planned cannot be made. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly code: string
  readonly cure: string

  constructor({ code, message, cure }: DeliveryFault) {
    super(message)
    this.code = code
    this.cure = cure
  }
}

/** An error that says what it is, as the ledger keeps it. */
export function faultOf(error: unknown): DeliveryFault {
  const { code, cure, message }: { code?: unknown; cure?: unknown; message?: unknown } = Object(error)
  const text = typeof message === 'string' ? message : String(error)
  if (typeof code === 'string' && typeof cure === 'string') return { code, message: text, cure }
  return { code: 'render_failed', message: text, cure: 'see the log of the server' }
}
