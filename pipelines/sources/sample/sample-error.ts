export type SampleErrorCode = 'bad_scale' | 'bad_seed' | 'bad_until' | 'out_not_a_sample'

/** Why a sample cannot be written, as data; the message says it in one sentence with the cure. */
export class SampleError extends Error {
  readonly code: SampleErrorCode
  readonly where: string
  readonly value: string
  readonly expected: string
  readonly cure: string

  constructor(
    code: SampleErrorCode,
    about: { where: string; value: string; expected: string; cure: string },
  ) {
    super(`${about.where} is ${about.value}, expected ${about.expected}: ${about.cure}`)
    this.name = 'SampleError'
    this.code = code
    this.where = about.where
    this.value = about.value
    this.expected = about.expected
    this.cure = about.cure
  }
}
