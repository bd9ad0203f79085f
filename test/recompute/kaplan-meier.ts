import { naiveQuantile } from '../support/naive-survival.ts'

/** How long one was followed, and whether what was waited for came then. */
interface Wait {
  readonly time: number
  readonly ended: boolean
}

export type Curve = readonly { readonly time: number; readonly value: number }[]

/** The share that still waits after each time, by the definition of Kaplan and Meier. */
export function survivalCurve(waits: readonly Wait[]): Curve {
  const times = [...new Set(waits.map(({ time }) => time))].sort((a, b) => a - b)
  let value = 1
  return times.map((time) => {
    const atRisk = waits.filter((it) => it.time >= time).length
    value *= 1 - waits.filter((it) => it.time === time && it.ended).length / atRisk
    return { time, value }
  })
}

/** The time by which half have ended; null where it is not reached. */
export function median(curve: Curve): number | null {
  return naiveQuantile(curve, 0.5)
}
