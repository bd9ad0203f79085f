/** A refusal by the semantic layer as data: what it is, how HTTP says it, and what to do about it. */
interface CubeFault {
  code: string
  status: number
  message: string
  cure?: string
}

/** Thrown by the in-process calls; REST sends it as `{error, code, cure}` with the status. */
export class CubeError extends Error {
  readonly code: string
  readonly status: number
  readonly cure: string | undefined
  /** What GraphQL tells of an error beside its text. */
  readonly extensions: { readonly code: string; readonly cure?: string }

  constructor(fault: CubeFault) {
    super(fault.cure === undefined ? fault.message : `${fault.message}: ${fault.cure}.`)
    this.name = 'CubeError'
    this.code = fault.code
    this.status = fault.status
    this.cure = fault.cure
    this.extensions = { code: fault.code, ...(fault.cure !== undefined && { cure: fault.cure }) }
  }
}

/** How HTTP says it. */
export function faultBody({ message, code, cure }: CubeError): object {
  return { error: message, code, ...(cure !== undefined && { cure }) }
}

/** The refusal of an answer that could only be given in part. */
export function tooManyRows(maxRows: number): CubeError {
  const rows = maxRows.toLocaleString('en-US')
  return new CubeError({
    code: 'too_many_rows',
    status: 400,
    message: `The answer has more than ${rows} rows and would be cut`,
    cure: `add a filter or a coarser granularity, or page with limit (at most ${rows}) and offset`,
  })
}

export function timedOut(seconds: number): CubeError {
  return new CubeError({
    code: 'query_timeout',
    status: 504,
    message: `The query was stopped after ${seconds} s`,
    cure: 'ask for a shorter period or fewer dimensions, or a coarser granularity',
  })
}

/** For whoever still listens: 499 is how proxies note a client that has gone. */
export function cancelled(): CubeError {
  return new CubeError({ code: 'query_cancelled', status: 499, message: 'The query was cancelled' })
}

export function queryDenied(): CubeError {
  return new CubeError({
    code: 'query_denied',
    status: 403,
    message: 'The query asks for a member that this user may not read',
    cure: 'leave it out, or ask who keeps the users for another role',
  })
}

const FORBIDDEN = 403
const MEMORY = /Out of Memory/i
/** A refusal by the dialect, which can throw Cube's errors only: its code stands first. */
const NAMED = /^(not_at_grain): /
/** What DuckDB says of a value in a filter that is none of its member's type. */
const VALUE = /Conversion Error|Could not convert|invalid timestamp/i

/** Anything that was thrown while a query was answered, as a refusal. Never with a stack or a statement. */
export function toCubeError(error: unknown): CubeError {
  if (error instanceof CubeError) return error
  const { message, status, type, error: told } = Object(error) as Record<string, unknown>
  const text = firstLine(String(told ?? message ?? error))
  if (status === FORBIDDEN) return new CubeError({ code: 'query_denied', status: FORBIDDEN, message: text })
  if (MEMORY.test(text)) {
    return new CubeError({
      code: 'query_too_large',
      status: 400,
      message: 'The query needs more memory than it may have',
      cure: 'add a filter, leave a dimension out, or give the server more with the setting memory',
    })
  }
  const named = type === 'UserError' ? NAMED.exec(text) : null
  if (named) return new CubeError({ code: named[1] ?? '', status: 400, message: text })
  if (type === 'UserError' || VALUE.test(text)) {
    return new CubeError({ code: 'query_invalid', status: 400, message: text })
  }
  const known = typeof status === 'number' && status >= 400 ? status : 500
  return new CubeError({ code: 'query_failed', status: known, message: text })
}

function firstLine(text: string): string {
  return text.replace(/^Error: /, '').split('\n')[0] ?? ''
}
