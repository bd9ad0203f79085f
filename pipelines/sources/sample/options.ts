import { parseDay } from './calendar.ts'
import { SampleError } from './sample-error.ts'
import type { SampleOptions } from './write-sample.ts'

/** The day number of `until`; throws SampleError where scale, seed or day cannot be. */
export function checkedDay({ scale, seed, until }: SampleOptions): number {
  if (!(scale > 0 && scale <= 100)) {
    throw new SampleError('bad_scale', {
      where: 'scale',
      value: String(scale),
      expected: 'a number above 0 and up to 100',
      cure: 'give 1 for about 12,000 opportunities',
    })
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new SampleError('bad_seed', {
      where: 'seed',
      value: String(seed),
      expected: 'a whole number, 0 or more',
      cure: 'give one such as 1',
    })
  }
  const day = parseDay(until)
  if (day === null) {
    throw new SampleError('bad_until', {
      where: 'until',
      value: until,
      expected: 'a day of the calendar',
      cure: 'write it as yyyy-MM-dd, for example 2026-11-15',
    })
  }
  return day
}
