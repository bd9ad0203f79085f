interface SqlFault {
  /** Five characters, as PostgreSQL's appendix of error codes has them. */
  readonly state: string
  readonly message: string
  readonly detail?: string
  readonly hint?: string
  /** Where in the statement, in bytes from 0, as the parser tells places. */
  readonly location?: number
}

/** A statement that is refused, as PostgreSQL would say it. */
export class SqlError extends Error {
  readonly state: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  readonly location: number | undefined

  constructor({ state, message, detail, hint, location }: SqlFault) {
    super(message)
    this.name = 'SqlError'
    this.state = state
    this.detail = detail
    this.hint = hint
    this.location = location
  }
}

/** 0A000: what this endpoint does not do. */
export function unsupported(what: string, hint?: string, location?: number): SqlError {
  return new SqlError({
    state: '0A000',
    message: `${what} is not supported`,
    ...(hint !== undefined && { hint }),
    ...(location !== undefined && { location }),
  })
}
