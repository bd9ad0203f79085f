import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

let company: TestCompany
let build: string | null
let warnings: readonly string[]

beforeAll(async () => {
  company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok, fiscalYearStart: 2, holidays: TH }
calendars:
  - { name: retail, kind: 4-5-4, yearStart: 2, weekStart: sunday }
  - { name: maker, kind: 5-4-4, yearStart: 10, weekStart: sunday, anchor: last, weekend: [friday, saturday], holidays: ae }
  - { name: factory, kind: 4-4-5, yearStart: 1 }
sources:
  - { name: crm, kind: salesforce, path: crm }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  company.write('crm/User.csv', 'Id,Name\nu1,Ann Seller\n')
  company.write(
    'sheets/holidays.csv',
    `date,country,name,is_business_day
2026-02-02,,Founders' day,
2026-02-03,TH,Makha Bucha,
2026-02-07,TH,Saturday worked,true
2026-02-02,AE,,true
2026-02-05,JP,Of nobody here,
`,
  )
  const result = await company.run()
  build = result.build
  warnings = result.failedAudits.map(({ model, audit, examples }) => `${model}: ${audit}: ${examples}`)
})

afterAll(() => company.remove())

const dayMs = 86_400_000
const text = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
const number = (day: string): number => Date.parse(day) / dayMs

/** The first day of a year of weeks: tried day by day around the first of the month. */
function firstDay(year: number, month: number, weekday: number, last: boolean): number {
  const first = Date.UTC(year, month - 1, 1) / dayMs
  const near = last ? [0, -1, -2, -3, -4, -5, -6] : [0, -1, 1, -2, 2, -3, 3]
  const away = near.find((days) => new Date((first + days) * dayMs).getUTCDay() === weekday)
  return first + (away ?? Number.NaN)
}

describe('the standard calendar', () => {
  test('takes holidays of the company and of its own calendar, and days worked on a weekend', async () => {
    expect(
      await company.rows(
        build,
        `select date_key::varchar, is_business_day, holiday_name, business_day_of_month, business_days_left_in_month
         from dim_date where date_key between '2026-02-01' and '2026-02-08' order by 1`,
      ),
    ).toEqual([
      ['2026-02-01', false, null, 0, 19],
      ['2026-02-02', false, "Founders' day", 0, 19],
      ['2026-02-03', false, 'Makha Bucha', 0, 19],
      ['2026-02-04', true, null, 1, 18],
      ['2026-02-05', true, null, 2, 17],
      ['2026-02-06', true, null, 3, 16],
      ['2026-02-07', true, null, 4, 15],
      ['2026-02-08', false, null, 4, 15],
    ])
  })

  test('names the third business day of the fiscal month and counts what is left of the quarter', async () => {
    expect(
      await company.rows(
        build,
        `select date_key::varchar, business_day_of_quarter, business_days_left_in_quarter, fiscal_quarter_name
         from dim_date where fiscal_year_name = 'FY27' and fiscal_month = 1 and is_business_day and business_day_of_month = 3`,
      ),
    ).toEqual([['2026-02-06', 3, 60, 'FY27 Q1']])
  })

  test('has every day once, whatever further calendars there are', async () => {
    expect(
      await company.rows(
        build,
        'select count(*)::int, min(date_key)::varchar, max(date_key)::varchar from dim_date',
      ),
    ).toEqual([[40_542, '1990-01-01', '2100-12-31']])
  })
})

describe('calendars of weeks', () => {
  test('agree with the published years of American retail and of a maker of computers, 53 weeks included', async () => {
    expect(
      await company.rows(
        build,
        `select distinct calendar, fiscal_year_start::varchar, fiscal_year_end::varchar, max(fiscal_week) over (partition by calendar, fiscal_year)
         from dim_fiscal_date
         where (calendar = 'retail' and fiscal_year in (2018, 2023, 2024, 2025)) or (calendar = 'maker' and fiscal_year in (2023, 2024))
         order by 1, 2`,
      ),
    ).toEqual([
      ['maker', '2022-09-25', '2023-09-30', 53],
      ['maker', '2023-10-01', '2024-09-28', 52],
      ['retail', '2017-01-29', '2018-02-03', 53],
      ['retail', '2022-01-30', '2023-01-28', 52],
      ['retail', '2023-01-29', '2024-02-03', 53],
      ['retail', '2024-02-04', '2025-02-01', 52],
    ])
  })

  test.each([
    ['retail', [4, 5, 4], 2, 0, false],
    ['maker', [5, 4, 4], 10, 0, true],
    ['factory', [4, 4, 5], 1, 1, false],
  ] as const)(
    '%s: every period equals one laid out week by week',
    async (name, weeks, month, weekday, last) => {
      const expected: [number, number, string, string][] = []
      for (let year = 1995; year < 2095; year++) {
        let day = firstDay(year, month, weekday, last)
        const end = firstDay(year + 1, month, weekday, last)
        for (let period = 1; period <= 12; period++) {
          const next = period === 12 ? end : day + 7 * (weeks[(period - 1) % 3] ?? 0)
          expected.push([month > 1 ? year + 1 : year, period, text(day), text(next - 1)])
          day = next
        }
      }
      const years = month > 1 ? [1996, 2095] : [1995, 2094]
      expect(
        await company.rows(
          build,
          `select distinct fiscal_year, fiscal_month, fiscal_month_start::varchar, fiscal_month_end::varchar
         from dim_fiscal_date where calendar = '${name}' and fiscal_year between ${years[0]} and ${years[1]} order by 1, 2`,
        ),
      ).toEqual(expected)
    },
  )

  test('have a weekend and holidays of their own, which go before those of the company', async () => {
    const rows = (await company.rows(
      build,
      `select date_key::varchar, is_business_day from dim_fiscal_date
       where calendar = 'maker' and date_key between '2026-02-01' and '2026-02-28' order by 1`,
    )) as [string, boolean][]
    expect(rows).toHaveLength(28)
    for (const [day, isBusinessDay] of rows) {
      const weekday = new Date(number(day) * dayMs).getUTCDay()
      expect(isBusinessDay, day).toBe(weekday !== 5 && weekday !== 6)
    }
  })

  test('a holiday of a calendar that nobody has is told', () => {
    expect(warnings).toContain(
      'dim_fiscal_date: calendars that holidays name are those of the company or of a fiscal calendar: JP',
    )
  })
})

test('a mistaken calendar is refused with its place', async () => {
  const wrong = new TestCompany()
  wrong.write('salesops.yml', 'calendars:\n  - { name: a, kind: 4-4-4, yearStart: 1 }\nsources: []\n')
  await expect(wrong.run()).rejects.toThrow(/salesops.yml:2: calendars.0.kind is "4-4-4"/)
  wrong.write('salesops.yml', 'calendars:\n  - { name: a, kind: 4-4-5, yearstart: 1 }\nsources: []\n')
  await expect(wrong.run()).rejects.toThrow(/calendars|yearStart/)
  wrong.remove()
})
