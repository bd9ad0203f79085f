/** A refusal by the semantic layer as data: what it is, how HTTP says it, and what to do about it. */
interface CubeFault {
  code: string
  status: number
  message: string
  cure?: string
}

/** Thrown by the in-process calls; REST sends the same text as `{error}` with the status. */
export class CubeError extends Error {
  readonly code: string
  readonly status: number
  readonly cure: string | undefined

  constructor(fault: CubeFault) {
    super(fault.cure === undefined ? fault.message : `${fault.message}: ${fault.cure}.`)
    this.name = 'CubeError'
    this.code = fault.code
    this.status = fault.status
    this.cure = fault.cure
  }
}
