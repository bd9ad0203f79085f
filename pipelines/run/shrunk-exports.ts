import type { LandedPartRow } from '../../models/state/database.ts'
import { LandingError } from '../landing/landing-error.ts'
import { newestExport } from './show-landed.ts'

/** Share of the last full export's records below which a new one is taken for truncated. */
const LEAST_SHARE = 0.9

/**
 * Full exports that hold far fewer records than the one that is published: most likely cut off, and a
 * truncated export must never delete. Gives one error a source and entity.
 */
export function shrunkExports(
  parts: readonly LandedPartRow[],
  fullSources: ReadonlySet<string>,
  published: ReadonlySet<string>,
): LandingError[] {
  const errors: LandingError[] = []
  const keys = new Set(
    parts.filter((part) => fullSources.has(part.source)).map((part) => `${part.source}/${part.entity}`),
  )
  for (const key of keys) {
    const own = parts.filter((part) => `${part.source}/${part.entity}` === key)
    const before = recordsOf(own.filter((part) => published.has(part.id)))
    const now = recordsOf(own.filter((part) => !part.replaced))
    const [file] = now.files
    if (
      now.files.every(({ id }) => published.has(id)) ||
      now.records >= before.records * LEAST_SHARE ||
      !file
    )
      continue
    errors.push(
      new LandingError({
        code: 'shrunk',
        where: { source: file.source, file: file.file },
        value: `${now.records} records`,
        expected: `about ${before.records}`,
        cure: 'export it again, or accept it with: salesops run --accept-shrink',
      }),
    )
  }
  return errors
}

function recordsOf(parts: readonly LandedPartRow[]): { files: LandedPartRow[]; records: number } {
  const newest = newestExport(parts)
  const files = parts.filter((part) => newest.has(part.id))
  return { files, records: files.reduce((sum, part) => sum + part.records, 0) }
}
