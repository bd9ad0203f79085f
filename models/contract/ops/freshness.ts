/** How fresh a source is against its limits. */
export type Freshness = 'fresh' | 'warn' | 'stale'

/** Ages of the newest record, in milliseconds, from which a source is late (`warn`) or stale (`error`). */
export interface FreshnessLimits {
  readonly warn: number
  readonly error: number
}

/** How fresh a source is whose newest record became known at an instant. */
export function freshnessOf(newest: string | null, now: Date, limits: FreshnessLimits): Freshness {
  const age = newest === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(newest)
  if (age > limits.error) return 'stale'
  return age > limits.warn ? 'warn' : 'fresh'
}
