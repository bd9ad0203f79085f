import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../dashboards/tiles/calendar.ts'
import { choices, comparisonOf, defaultPeriod, periodOf, yearRound } from '../../dashboards/tiles/period.ts'

/** Fiscal years that begin in February. */
const calendar: Calendar = {
  today: '2026-11-24',
  quarters: [
    { name: 'FY26 Q1', year: 'FY26', from: '2025-02-01', to: '2025-04-30' },
    { name: 'FY26 Q2', year: 'FY26', from: '2025-05-01', to: '2025-07-31' },
    { name: 'FY26 Q3', year: 'FY26', from: '2025-08-01', to: '2025-10-31' },
    { name: 'FY26 Q4', year: 'FY26', from: '2025-11-01', to: '2026-01-31' },
    { name: 'FY27 Q1', year: 'FY27', from: '2026-02-01', to: '2026-04-30' },
    { name: 'FY27 Q2', year: 'FY27', from: '2026-05-01', to: '2026-07-31' },
    { name: 'FY27 Q3', year: 'FY27', from: '2026-08-01', to: '2026-10-31' },
    { name: 'FY27 Q4', year: 'FY27', from: '2026-11-01', to: '2027-01-31' },
    { name: 'FY28 Q1', year: 'FY28', from: '2027-02-01', to: '2027-04-30' },
  ],
  results: { from: '2025-08-01', to: '2026-11-30' },
}

function found(id: string) {
  const period = periodOf(id, calendar)
  if (!period) throw new Error(`no period ${id}`)
  return period
}

describe('periodOf', () => {
  test('a running quarter ends on the build day, its whole at its end', () => {
    const period = found('this-quarter')
    expect(period.name).toBe('FY27 Q4')
    expect(period.range).toEqual({ from: '2026-11-01', to: '2026-11-24' })
    expect(period.whole).toEqual({ from: '2026-11-01', to: '2027-01-31' })
    expect(period.elapsed).toBeCloseTo(24 / 92)
  })

  test('a year is its four quarters, the last 12 months are calendar months', () => {
    expect(found('last-year').range).toEqual({ from: '2025-02-01', to: '2026-01-31' })
    expect(found('last-12-months').whole).toEqual({ from: '2025-12-01', to: '2026-11-30' })
  })

  test.each(['FY28-Q1', 'FY28', 'FY99', 'nonsense', ''])('%s is no period of it', (id) => {
    expect(periodOf(id, calendar)).toBeNull()
  })
})

describe('comparisonOf', () => {
  test('as many days of the quarter before as are gone', () => {
    expect(comparisonOf(found('this-quarter'), calendar, 'prior')).toEqual({
      name: 'FY27 Q3',
      range: { from: '2026-08-01', to: '2026-08-24' },
      days: 24,
    })
  })

  test('the same quarter a year before, whole where this is over', () => {
    expect(comparisonOf(found('FY27-Q2'), calendar, 'last-year')).toEqual({
      name: 'FY26 Q2',
      range: { from: '2025-05-01', to: '2025-07-31' },
      days: null,
    })
  })

  test('nothing before the calendar begins', () => {
    expect(comparisonOf(found('FY26-Q1'), calendar, 'prior')).toBeNull()
    expect(comparisonOf(found('FY26'), calendar, 'last-year')).toBeNull()
  })

  test('12 months to date against as many days of the 12 before', () => {
    expect(comparisonOf(found('last-12-months'), calendar, 'prior')?.range).toEqual({
      from: '2024-12-01',
      to: '2025-11-24',
    })
  })
})

test('choices leave out what has no result yet, or none at all', () => {
  expect(choices(calendar)).toEqual({
    quarters: ['FY27-Q4', 'FY27-Q3', 'FY27-Q2', 'FY27-Q1', 'FY26-Q4', 'FY26-Q3'],
    years: ['FY27', 'FY26'],
  })
})

test('the default is the quarter of the last result where this one has none', () => {
  expect(defaultPeriod(calendar)).toBe('this-quarter')
  expect(defaultPeriod({ ...calendar, results: { from: '2025-08-01', to: '2026-03-31' } })).toBe('FY27-Q1')
})

test('months are shown of the whole fiscal year', () => {
  expect(yearRound(found('FY27-Q2'), calendar)).toEqual({
    name: 'FY27',
    from: '2026-02-01',
    to: '2027-01-31',
  })
  expect(yearRound(found('last-12-months'), calendar).name).toBeNull()
})
