/**
 * A deal with all its versions in the order of what happened; days are whole numbers since 1970-01-01. Of each version
 * `knownOn` says from which day on we knew it: a forecast looks at no other.
 */
export interface KnownDeal {
  readonly id: string
  readonly channel: string
  readonly segment: string
  readonly type: string
  /** Whether it is among those that the hazards are learned from. */
  readonly isSampled: boolean
  readonly knownOn: readonly number[]
  readonly validOn: readonly number[]
  readonly status: readonly string[]
  readonly stage: readonly (string | null)[]
  readonly owner: readonly (string | null)[]
  readonly territory: readonly string[]
  /** Amounts and close dates; null too where no history tells them, since they are then as they stand now. */
  readonly amount: readonly (number | null)[]
  readonly closeOn: readonly (number | null)[]
  /** Days on which activities took place, rising, and from which days on we knew of one. */
  readonly activeOn: readonly number[]
  readonly activeKnownOn: readonly number[]
  /** What was booked of it and taken back, on which days, and from which days on we knew it. */
  readonly booked: readonly number[]
  readonly bookedOn: readonly number[]
  readonly bookedKnownOn: readonly number[]
}

/** Place of the version that held at the end of a day, by what was known at the end of `origin`; -1 where there was none. */
export function versionOn(deal: KnownDeal, origin: number, day: number): number {
  for (let at = deal.validOn.length - 1; at >= 0; at--)
    if ((deal.validOn[at] ?? 0) <= day && (deal.knownOn[at] ?? 0) <= origin) return at
  return -1
}

/** The first day of which anything was known at the end of `origin`; the origin itself where nothing was. */
export function firstKnownDay(deals: readonly KnownDeal[], origin: number): number {
  let first = origin
  for (const { knownOn, validOn } of deals)
    for (let at = 0; at < knownOn.length; at++)
      if ((knownOn[at] ?? 0) <= origin) first = Math.min(first, validOn[at] ?? origin)
  return first
}

/** What was booked of a deal on days after one, up to another, by what was known at the end of `origin`. */
export function bookedWithin(deal: KnownDeal, origin: number, after: number, upTo: number): number {
  let sum = 0
  for (let at = 0; at < deal.booked.length; at++) {
    const day = deal.bookedOn[at] ?? 0
    if (day > after && day <= upTo && (deal.bookedKnownOn[at] ?? 0) <= origin) sum += deal.booked[at] ?? 0
  }
  return sum
}
