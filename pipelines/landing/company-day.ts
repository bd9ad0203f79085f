/** The company day (`YYYY-MM-DD`) of an instant in an IANA zone. */
export function companyDayOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant)
}

/** The last millisecond of a company day (`YYYY-MM-DD`) in an IANA zone. */
export function endOfCompanyDay(day: string, timezone: string): Date {
  const next = Date.parse(`${day}T00:00:00Z`) + 86_400_000
  // The offset at a guess may be that of the other side of a clock change, so it is asked for twice.
  const guess = next - offsetAt(next, timezone)
  return new Date(next - offsetAt(guess, timezone) - 1)
}

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value)
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    instant
  )
}
