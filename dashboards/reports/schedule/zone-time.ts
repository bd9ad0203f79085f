import { offsetAt } from '../../../cube/zone.ts'
import type { Day } from '../../tiles/day.ts'

/** A moment on the clocks of a zone: the day and the minute of it. */
export interface WallTime {
  readonly day: Day
  readonly minute: number
}

const DAY_MINUTES = 24 * 60
const MINUTE_MS = 60_000

/** What the clocks of an IANA zone show at an instant. */
export function wallTimeOf(instant: Date, zone: string): WallTime {
  const shown = new Date(instant.getTime() + offsetAt(zone, instant.getTime()))
  return { day: shown.toISOString().slice(0, 10), minute: shown.getUTCHours() * 60 + shown.getUTCMinutes() }
}

/**
 * The instant at which the clocks of a zone show a time. A time that they show twice, when they are put back, is the
 * first of the two; one that they leave out, when they are put forward, is the first moment after the gap.
 */
export function instantOf({ day, minute }: WallTime, zone: string): Date {
  const shown = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS
  const around = [-1, 1].map((side) => offsetAt(zone, shown + side * DAY_MINUTES * MINUTE_MS))
  const candidates = around.map((offset) => shown - offset).sort((a, b) => a - b)
  const hit = candidates.find((instant) => instant + offsetAt(zone, instant) === shown)
  return new Date(hit ?? firstAfter(candidates[0] ?? shown, shown, zone))
}

/** The first moment, to the minute, at which clocks show more than a time that they leave out. */
function firstAfter(from: number, shown: number, zone: string): number {
  let [low, high] = [from - DAY_MINUTES * MINUTE_MS, from + DAY_MINUTES * MINUTE_MS]
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS
    if (middle + offsetAt(zone, middle) > shown) high = middle
    else low = middle
  }
  return high
}

/** A time as people write it: `2026-11-30 07:00`. */
export function wallText({ day, minute }: WallTime): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${day} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
