import { afterAll, beforeAll } from 'vitest'
import type { RunResult } from '../../pipelines/run/run-options.ts'
import type { TestCompany } from './test-company.ts'

/** A company whose build all tests of a file read. */
export class BuiltCompany {
  readonly #make: () => TestCompany
  readonly #asOf: Date | undefined
  #company: TestCompany | undefined
  #result: RunResult | undefined

  /** Makes and builds the company before the tests of a file, and removes it after them. */
  constructor(make: () => TestCompany, asOf?: Date) {
    this.#make = make
    this.#asOf = asOf
    beforeAll(async () => {
      this.#company = this.#make()
      this.#result = await this.#company.run({}, this.#asOf)
    })
    afterAll(() => this.#company?.remove())
  }

  /** Rows of a query on the build. */
  rows(query: string): Promise<unknown[][]> {
    if (!this.#company || !this.#result) throw new Error('The company is built before the tests, not before')
    return this.#company.rows(this.#result.build, query)
  }

  /** Audits that failed, as `model: audit`, or with their rows. */
  failed(severity: 'warn' | 'error'): { readonly audit: string; readonly failures: number }[] {
    return (this.#result?.failedAudits ?? [])
      .filter((audit) => audit.severity === severity)
      .map(({ model, audit, failures }) => ({ audit: `${model}: ${audit}`, failures }))
  }
}
