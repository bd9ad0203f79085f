/** What a command cannot do, with the thing it concerns and the cure. Shown as one sentence. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly exitCode: number

  constructor(fault: { code: string; message: string; cure: string; exitCode?: number }) {
    super(`${fault.message}; ${fault.cure}`)
    this.code = fault.code
    this.exitCode = fault.exitCode ?? 1
  }
}
