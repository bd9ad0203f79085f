import {
  type ColumnChange,
  changeText,
  columnChanges,
  type DriftPolicy,
  isDriftCode,
} from '../landing/drift.ts'
import { LandingError } from '../landing/landing-error.ts'
import type { LandedPart } from '../landing/part.ts'
import type { Archive } from './archive.ts'

export interface Judged {
  /** The part with its verdict, and a warning for each change that is accepted. */
  readonly part: LandedPart
  /** The change for which all its records are to be quarantined. */
  readonly refusal?: ColumnChange
}

/**
 * Holds a part's columns against those of the last part before it, in the order of drops and files, that was
 * read from a file of the same name but for its numbers. What has loaded once is not kept out later.
 *
 * @throws LandingError where the policy is to fail
 */
export async function judgeDrift(archive: Archive, policy: DriftPolicy, part: LandedPart): Promise<Judged> {
  const plain: LandedPart = {
    ...part,
    warnings: part.warnings.filter(({ code }) => !isDriftCode(code)),
    drift: { ...part.drift, verdict: null },
  }
  const before = await archive.partBefore(part)
  const known = before && (await archive.manifestOf(before))
  const changes = known && part.drift.header.length ? columnChanges(known.drift, part.drift) : []
  const [first] = changes
  if (!known || !first) return { part: plain }
  if (policy === 'accept' || (await archive.hasLoaded(part)))
    return {
      part: {
        ...plain,
        warnings: [
          ...plain.warnings,
          ...changes.map((change) => ({
            code: change.code,
            column: null,
            count: change.columns.length,
            text: `${changeText(change)} (compared with ${known.file})`,
          })),
        ],
        drift: { ...part.drift, verdict: 'accepted' },
      },
    }
  if (policy === 'quarantine') return { part: plain, refusal: first }
  throw new LandingError({
    code: 'drifted',
    where: { source: part.source, file: part.file },
    value: changes.map(changeText).join('; '),
    expected: `the columns of ${known.file}`,
    cure: 'export the columns as before, or accept them with: salesops run --accept-drift',
  })
}
