const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatter(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

const DAY_MS = 86_400_000
const [FIRST, LAST] = [Date.UTC(1970, 0, 1), Date.UTC(2100, 0, 1)]
const fixedOffsets = new Map<string, number | null>()

/**
 * Whole minutes by which a zone's clock is ahead of UTC, where that has been the same since 1970 (from when zones
 * are kept) and will be; null where the clock changes. No zone has changed its clock for less than a week.
 */
export function fixedOffset(zone: string): number | null {
  const known = fixedOffsets.get(zone)
  if (known !== undefined) return known
  const offset = offsetAt(zone, FIRST)
  let fixed: number | null = offset % 60_000 === 0 ? offset / 60_000 : null
  for (let at = FIRST; fixed !== null && at < LAST; at += 5 * DAY_MS)
    if (offsetAt(zone, at) !== offset) fixed = null
  fixedOffsets.set(zone, fixed)
  return fixed
}

const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.(\d+)$/

/**
 * The UTC instant of a local time, both as `YYYY-MM-DDTHH:mm:ss.ffffff`, exact around changes of the clock.
 * A time that the clock skips is the instant of the change. A time that comes twice is the first one, or for
 * the end of a period (a fraction of nines) the last one, so that a day has all of its hours.
 */
export function localToUtc(zone: string, local: string): string {
  const match = LOCAL.exec(local)
  if (!match) throw new Error(`'${local}' is no local time: write it as 2026-01-31T00:00:00.000.`)
  const fraction = match[3] ?? ''
  const wall = Date.parse(`${match[1]}T${match[2]}Z`)
  const utc = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}.${fraction}`
  const fixed = wall > FIRST && wall < LAST ? fixedOffset(zone) : null
  if (fixed !== null) return utc(wall - fixed * 60_000)
  const before = offsetAt(zone, wall - DAY_MS)
  const after = offsetAt(zone, wall + DAY_MS)
  const valid = [before, after]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(zone, instant) === wall)
  const instant =
    valid.length === 0 ? wall - before : /^9+$/.test(fraction) ? Math.max(...valid) : Math.min(...valid)
  return utc(instant)
}
