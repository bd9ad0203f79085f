import { z } from 'zod'
import { type AskedQuery, filteredMembers, notAtGrain } from './view-answers.ts'

/** Members that a query must hold to one value each; of several in one entry, any will do. */
const pins = z.array(z.union([z.string(), z.array(z.string()).min(1)]))

/** What the model says of a measure, whether it is asked through a view or not. */
export interface MeasureGrain {
  /** As the query names it. */
  readonly measure: string
  /** `meta.pins` of the measure, else of its cube. */
  readonly pins: unknown
}

/**
 * Refuses a figure that belongs to single rows of its table (a median of a curve, an interval, a rank) where the query
 * takes several of them together.
 * @throws CubeError `not_at_grain`, naming what to group or filter by
 */
export function checkGrain(query: AskedQuery, measures: readonly MeasureGrain[]): void {
  const held = new Set<unknown>([
    ...(query.dimensions ?? []),
    ...(query.timeDimensions ?? [])
      .filter(({ granularity }) => granularity)
      .map(({ dimension }) => dimension),
    ...filteredMembers(query.filters ?? [])
      .filter(({ operator, values }) => operator === 'equals' && values.length === 1)
      .map(({ member }) => member),
  ])
  for (const { measure, pins: stated } of measures) {
    const parsed = pins.safeParse(stated)
    if (!parsed.success) continue
    const of = measure.split('.')[0]
    const loose = parsed.data
      .map((one) => [one].flat())
      .filter((one) => !one.some((it) => held.has(`${of}.${it}`)))
    if (loose.length === 0) continue
    const names = loose.map((one) => one.join(' or ')).join(', and by ')
    throw notAtGrain(
      `${measure} is the figure of a single row and does not add up`,
      `group by ${names}, or filter it to one value`,
    )
  }
}
