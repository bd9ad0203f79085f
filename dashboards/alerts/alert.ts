import type { Recipients } from '../reports/deliver/plan.ts'

/** When an alert fires, and past which value it is quiet again: in between it stays as it is. */
export type Condition =
  | { readonly kind: 'below' | 'above'; readonly limit: number; readonly clear: number }
  /** Against the mean of the weeks before the last whole one; limits are shares of that mean. */
  | {
      readonly kind: 'falls' | 'rises'
      readonly limit: number
      readonly clear: number
      readonly weeks: number
    }

/** A measure that somebody wants to hear of: an entry of `alerts:` in salesops.yml. */
export interface AlertRule {
  readonly name: string
  readonly title: string
  /** As queries name it: `pipeline.coverage`. */
  readonly measure: string
  readonly filters: readonly {
    readonly member: string
    readonly operator: 'equals' | 'notEquals'
    readonly values: readonly string[]
  }[]
  /** Time dimension that the measure is of, where it is of a period; changes need one. */
  readonly time: string | null
  /** The running period, quarters and years fiscal; null for all time. */
  readonly period: 'month' | 'quarter' | 'year' | null
  readonly when: Condition
  readonly recipients: Recipients
  readonly channels: readonly string[]
  readonly owner: string | null
  readonly timezone: string
  /** Hours, by the clocks of the zone, in which nobody is told. */
  readonly quiet: { readonly from: string; readonly to: string } | null
}

/** True where a value makes an alert fire; of one that fires already, whether it still does. */
export function fires(when: Condition, value: number, isFiring: boolean): boolean {
  const limit = isFiring ? when.clear : when.limit
  switch (when.kind) {
    case 'below':
      return value < limit
    case 'above':
      return value > limit
    case 'falls':
      return value <= -limit
    case 'rises':
      return value >= limit
  }
}

/**
 * The change of the last of several weeks against the mean of those before it, as a share; null where fewer weeks have a
 * value, or their mean is nothing to compare with.
 *
 * @param weeks - values of weeks that follow each other, the last one last
 */
export function changeOf(weeks: readonly (number | null)[], before: number): number | null {
  const last = weeks.at(-1)
  const known = weeks.slice(0, -1).filter((value) => value !== null)
  if (last === null || last === undefined || known.length < before) return null
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  return mean === 0 ? null : (last - mean) / Math.abs(mean)
}
