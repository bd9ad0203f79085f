import type { Known } from './book.ts'
import { groupBy } from './group-by.ts'

/** A landed record with when it came. */
export interface Told<T> {
  readonly value: T
  /** What names the thing that it is a version of. */
  readonly key: string
  /** The first day for which it says something. */
  readonly about: string
  readonly source: string
  readonly loadedOn: string
  /** The CRM's own time of the version, in ISO form; empty where it has none. */
  readonly modified: string
  /** Later records of later files come after others. */
  readonly order: string
  /** True where the CRM says that the thing is deleted. */
  readonly isDeleted: boolean
  /** True where a later full export stands in its place. */
  readonly isSuperseded: boolean
}

/**
 * From when each version of a thing was known, and until when. What came with the first load of a source is taken to
 * have been known from the first day that it is about; what a full export no longer has is gone from that export on.
 */
export function knownRecords<T extends object>(records: readonly Told<T>[]): Known<T>[] {
  const loads = groupBy(records, ({ source }) => source)
  const first = new Map([...loads].map(([source, own]) => [source, least(own)]))
  const newest = new Map([...loads].map(([source, own]) => [source, own.filter((it) => !it.isSuperseded)]))
  return [...groupBy(records, ({ source, key }) => `${source}\n${key}`).values()].flatMap((versions) => {
    const told: Told<T>[] = []
    for (const version of versions.toSorted(byLoad))
      if (version.modified >= (told.at(-1)?.modified ?? '')) told.push(version)
    return told.flatMap((version, place) => {
      const next = told[place + 1]
      const isFirst = version.loadedOn === first.get(version.source)
      const knownFrom = isFirst && version.about < version.loadedOn ? version.about : version.loadedOn
      const gone = version.isSuperseded ? least(newest.get(version.source) ?? []) : undefined
      const until = [next?.loadedOn, gone].filter((day) => day !== undefined).sort()[0] ?? null
      if (version.isDeleted || (until !== null && until <= knownFrom)) return []
      return [{ ...version.value, knownFrom, knownTo: until }]
    })
  })
}

const least = (all: readonly { readonly loadedOn: string }[]): string | undefined =>
  all.map(({ loadedOn }) => loadedOn).sort()[0]

function byLoad(a: Told<unknown>, b: Told<unknown>): number {
  const key = ({ loadedOn, modified, order }: Told<unknown>) => `${loadedOn}\n${modified}\n${order}`
  const [one, other] = [key(a), key(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
