import { resolve } from 'node:path'
import type { BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import { isLease, takeLease } from '../../models/state/lease.ts'
import { endOfCompanyDay } from '../landing/company-day.ts'
import { Archive } from './archive.ts'
import { makeBuild } from './make-build.ts'
import { removeHalfBuilt } from './retention.ts'
import { RunInProgressError } from './run.ts'
import type { RunOptions } from './run-options.ts'

/** Nothing had been loaded by the day that was asked for. */
class NothingKnownError extends Error {
  readonly code = 'nothing_known'
  readonly where: { readonly day: string }
  readonly expected: string
  readonly cure: string

  constructor(day: string, first: string | null) {
    const cure = first ? `ask for ${first} or a later day` : 'land exports first with: salesops run'
    super(
      `Nothing was known on ${day}: ${first ? `the first records came on ${first}` : 'nothing has landed'}; ${cure}`,
    )
    this.where = { day }
    this.expected = first ? `a day from ${first} on` : 'records that have landed'
    this.cure = cure
  }
}

/**
 * Builds the warehouse as it would have been at the end of a company day: from the records that had been loaded
 * by then, with that instant for now. It is audited and kept, but not published; nothing is landed.
 */
export async function buildAsKnown(options: RunOptions, day: string): Promise<BuildManifest> {
  const { home, state, sources, company } = options
  const lease = await takeLease(state, 'run')
  if (!isLease(lease)) throw new RunInProgressError(lease)
  try {
    removeHalfBuilt(home)
    const archive = new Archive(state, resolve(home, 'landed'))
    const all = await archive.parts(sources.map(({ name }) => name))
    const asOf = endOfCompanyDay(day, company.timezone)
    const parts = all.filter((part) => Date.parse(part.loaded_at) <= asOf.getTime())
    if (parts.length === 0) {
      const first = all.map((part) => part.loaded_at).sort()[0]
      throw new NothingKnownError(day, first?.slice(0, 10) ?? null)
    }
    return await makeBuild(options, {
      parts,
      asOf,
      now: new Date(),
      held: new Map(),
      landed: new Set(),
      kind: 'aside',
    })
  } finally {
    await lease.release()
  }
}
