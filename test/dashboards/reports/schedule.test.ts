import { describe, expect, test } from 'vitest'
import {
  businessCalendar,
  type CalendarDay,
  type FiscalDay,
  loadBusinessCalendar,
} from '../../../dashboards/reports/schedule/business-calendar.ts'
import { lastDue, nextDue } from '../../../dashboards/reports/schedule/due.ts'
import { parseSchedule, type Schedule } from '../../../dashboards/reports/schedule/schedule.ts'
import { instantOf, wallTimeOf } from '../../../dashboards/reports/schedule/zone-time.ts'
import { addDays } from '../../../dashboards/tiles/day.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { reader, sampleCube } from '../served.ts'

/** Calendar months from 2026, quarters of them, weekends off and some holidays. */
function plainYear(...holidays: string[]): CalendarDay[] {
  const days: FiscalDay[] = []
  for (let date = '2025-11-01'; date < '2027-06-01'; date = addDays(date, 1)) {
    const [year = '', month = ''] = date.split('-')
    const quarter = String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')
    const isBusiness = ![0, 6].includes(new Date(date).getUTCDay()) && !holidays.includes(date)
    days.push({
      date,
      isBusiness,
      monthStart: `${year}-${month}-01`,
      quarterStart: `${year}-${quarter}-01`,
      year,
    })
  }
  return businessCalendar(days)
}

/** A fiscal year of 4-4-5 weeks that begins on Sunday 1 February 2026. */
function retailYear(): CalendarDay[] {
  const days: FiscalDay[] = []
  const starts = [0, 4, 8]
  for (let i = 0; i < 364; i++) {
    const week = Math.floor(i / 7)
    const quarter = Math.floor(week / 13)
    const month = starts.findLast((start) => start <= week % 13) ?? 0
    const date = addDays('2026-02-01', i)
    days.push({
      date,
      isBusiness: ![0, 6].includes(new Date(date).getUTCDay()),
      monthStart: addDays('2026-02-01', (quarter * 13 + month) * 7),
      quarterStart: addDays('2026-02-01', quarter * 13 * 7),
      year: 'FY27',
    })
  }
  return businessCalendar(days)
}

function parsed(text: string): Schedule {
  const schedule = parseSchedule(text)
  if (!schedule) throw new Error(`${text} is no schedule`)
  return schedule
}

/** The next times by the clocks of a zone. */
function periods(text: string, zone: string, from: string, count: number, calendar = plainYear()): string[] {
  const found: string[] = []
  let after = new Date(from)
  while (found.length < count) {
    const due = nextDue(parsed(text), after, { calendar, zone })
    if (!due) break
    found.push(due.period)
    after = due.at
  }
  return found
}

describe('days', () => {
  test.each([
    ['monday 07:00', ['2026-06-01 07:00', '2026-06-08 07:00']],
    ['every friday at 16:30', ['2026-06-05 16:30', '2026-06-12 16:30']],
    ['tuesday and thursday', ['2026-06-02 07:00', '2026-06-04 07:00']],
    ['daily 6:15', ['2026-06-01 06:15', '2026-06-02 06:15']],
    ['business days 08:00', ['2026-06-01 08:00', '2026-06-03 08:00']],
    ['first business day of the month', ['2026-06-01 07:00', '2026-07-01 07:00']],
    ['third business day of the fiscal month 09:00', ['2026-06-04 09:00', '2026-07-03 09:00']],
    ['last business day of the quarter', ['2026-06-30 07:00', '2026-09-30 07:00']],
    ['last business day of the week', ['2026-06-05 07:00', '2026-06-12 07:00']],
    ['quarter end + 2 business days', ['2026-07-02 07:00', '2026-10-02 07:00']],
    ['quarter end - 5 business days', ['2026-06-23 07:00', '2026-09-23 07:00']],
    ['month start', ['2026-06-01 07:00', '2026-07-01 07:00']],
    ['month end 18:00', ['2026-06-30 18:00', '2026-07-31 18:00']],
    ['year start + 10 days', ['2027-01-11 07:00']],
    ['0 7 * * 1', ['2026-06-01 07:00', '2026-06-08 07:00']],
    ['30 6 1,15 * *', ['2026-06-01 06:30', '2026-06-15 06:30']],
    ['0 8-10/2 * jun mon-tue', ['2026-06-01 08:00', '2026-06-01 10:00']],
    ['0 7 13 * fri', ['2026-06-05 07:00', '2026-06-12 07:00']],
  ])('%s', (text, expected) => {
    const calendar = plainYear('2026-06-02')
    expect(periods(text, 'UTC', '2026-06-01T00:00:00Z', expected.length, calendar)).toEqual(expected)
  })

  test.each([
    'mondey 07:00',
    'eleventy business day of the month',
    '0 7 * *',
    '61 7 * * *',
    '0 7 * * 8',
    'quarter start - 2 days',
    'monday 24:00',
    'zeroth business day of the month',
    '',
  ])('%s is no schedule', (text) => {
    expect(parseSchedule(text)).toBeNull()
  })
})

describe('a fiscal calendar of 4-4-5 weeks', () => {
  test('has months, quarters and business days of its own', () => {
    const of = (text: string, count: number) =>
      periods(text, 'UTC', '2026-02-01T00:00:00Z', count, retailYear())
    expect(of('first business day of the fiscal month', 4)).toEqual(
      ['2026-02-02', '2026-03-02', '2026-03-30', '2026-05-04'].map((day) => `${day} 07:00`),
    )
    expect(of('third business day of the fiscal month', 3)).toEqual(
      ['2026-02-04', '2026-03-04', '2026-04-01'].map((day) => `${day} 07:00`),
    )
    expect(of('quarter end', 2)).toEqual(['2026-05-02 07:00', '2026-08-01 07:00'])
    expect(of('quarter end + 2 business days', 3)).toEqual(
      // Of the quarter before nothing is known: these are two business days into the first one, too.
      ['2026-02-03', '2026-05-05', '2026-08-04'].map((day) => `${day} 07:00`),
    )
    expect(of('first business day of the month', 3)).toEqual(
      ['2026-02-02', '2026-03-02', '2026-04-01'].map((day) => `${day} 07:00`),
    )
  })
})

describe('clocks that change', () => {
  const zone = 'America/New_York'
  const dues = (text: string, from: string, count: number): string[] => {
    const found: string[] = []
    let after = new Date(from)
    for (let i = 0; i < count; i++) {
      const due = nextDue(parsed(text), after, { calendar: plainYear(), zone })
      if (!due) break
      found.push(due.at.toISOString().slice(0, 16))
      after = due.at
    }
    return found
  }

  test('keep the hour of the people: 07:00 is another instant from the change on', () => {
    expect(dues('daily 07:00', '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T12:00',
      '2026-03-08T11:00',
      '2026-03-09T11:00',
    ])
    expect(dues('daily 07:00', '2026-10-31T00:00:00Z', 3)).toEqual([
      '2026-10-31T11:00',
      '2026-11-01T12:00',
      '2026-11-02T12:00',
    ])
  })

  test('an hour that does not exist is the first moment after it', () => {
    expect(dues('daily 02:30', '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T07:30',
      '2026-03-08T07:00',
      '2026-03-09T06:30',
    ])
  })

  test('an hour that exists twice comes once', () => {
    expect(dues('daily 01:30', '2026-10-31T00:00:00Z', 3)).toEqual([
      '2026-10-31T05:30',
      '2026-11-01T05:30',
      '2026-11-02T06:30',
    ])
  })

  test('times within a gap fall together', () => {
    expect(dues('*/20 2 8 3 *', '2026-03-08T00:00:00Z', 2)).toEqual(['2026-03-08T07:00', '2027-03-08T07:00'])
  })

  test('by half an hour too', () => {
    const gap = instantOf({ day: '2026-10-04', minute: 2 * 60 + 10 }, 'Australia/Lord_Howe')
    expect(gap.toISOString()).toBe('2026-10-03T15:30:00.000Z')
    expect(wallTimeOf(gap, 'Australia/Lord_Howe')).toEqual({ day: '2026-10-04', minute: 150 })
  })

  test('every half hour of a year comes back as it was shown, but for the gap', () => {
    const lost: string[] = []
    for (let time = Date.parse('2026-01-01'); time < Date.parse('2027-01-01'); time += 30 * 60_000) {
      const wall = wallTimeOf(new Date(time), zone)
      const back = wallTimeOf(instantOf(wall, zone), zone)
      if (back.day !== wall.day || back.minute !== wall.minute) lost.push(new Date(time).toISOString())
    }
    expect(lost).toEqual([])
  })
})

test('the last time is the one that was due, and none before the calendar', () => {
  const clock = { calendar: plainYear(), zone: 'Asia/Bangkok' }
  const monday = parsed('monday 07:00')
  expect(lastDue(monday, new Date('2026-06-08T00:00:00Z'), clock)?.period).toBe('2026-06-08 07:00')
  expect(lastDue(monday, new Date('2026-06-07T23:59:59Z'), clock)?.period).toBe('2026-06-01 07:00')
  expect(lastDue(monday, new Date('2020-01-01T00:00:00Z'), clock)).toBeNull()
})

test('the calendar of a build is that of the company', async () => {
  const { manifest } = sampleBuild()
  const cube = await sampleCube()
  try {
    const calendar = await loadBusinessCalendar(cube, reader, {
      calendar: 'standard',
      today: manifest.asOf.slice(0, 10),
    })
    expect(calendar).toHaveLength(2001)
    const clock = { calendar, zone: manifest.company.timezone }
    const due = nextDue(parsed('third business day of the fiscal month'), new Date(manifest.asOf), clock)
    const day = calendar.find(({ date }) => date === due?.period.slice(0, 10))
    expect(day).toMatchObject({ isBusiness: true, in: { 'fiscal month': { business: 3 } } })
    expect(calendar.filter(({ isBusiness }) => !isBusiness).length).toBeGreaterThan(500)
  } finally {
    await cube.close()
  }
})
