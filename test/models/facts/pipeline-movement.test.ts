import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleCompany } from '../../recompute/company.ts'
import { converted, type Micros, micros } from '../../recompute/money.ts'
import { sampleBuild } from '../../support/sample-build.ts'

interface Version {
  readonly opportunity: string
  readonly from: string
  readonly before: string
  readonly status: string
  readonly closeDate: string | null
  readonly rep: string
  readonly territory: string
  readonly currency: string
  readonly amount: Micros
}

interface Period {
  readonly kind: string
  readonly start: string
  readonly end: string
  readonly windowStart: string
  readonly windowEnd: string
}

let instance: DuckDBInstance
let connection: DuckDBConnection
let versions: readonly Version[]
let periods: readonly Period[]
let rateOn: (currency: string, day: string) => string
let asOf: string

const text = (value: unknown): string => (value === null ? '' : String(value))

async function rows(query: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(query)).getRowsJson()
}

beforeAll(async () => {
  const build = sampleBuild()
  instance = await DuckDBInstance.create(build.buildFile, { access_mode: 'READ_ONLY' })
  connection = await instance.connect()
  asOf = text((await rows('select as_of_on::varchar from company'))[0]?.[0])
  rateOn = remembered(new SampleCompany(build.exports, asOf))
  versions = (
    await rows(`select opportunity_id, valid_on::varchar, valid_before_on::varchar, status, close_date::varchar, rep_key,
      territory_key, currency, coalesce(amount_deal, 0)::varchar from fct_opportunity_version`)
  ).map(([opportunity, from, before, status, closeDate, rep, territory, currency, amount]) => ({
    opportunity: text(opportunity),
    from: text(from),
    before: text(before),
    status: text(status),
    closeDate: closeDate === null ? null : text(closeDate),
    rep: text(rep),
    territory: text(territory),
    currency: text(currency),
    amount: micros(text(amount)),
  }))
  const starts = { week: 'week_start', month: 'month_start', quarter: 'fiscal_quarter_start' }
  periods = (
    await Promise.all(
      Object.entries(starts).map(async ([kind, column]) =>
        (
          await rows(`select ${column}::varchar, max(date_key)::varchar, min(fiscal_quarter_start)::varchar from dim_date
          where ${column} between date '${asOf}' - interval '26 months' and date '${asOf}' group by 1 order by 1`)
        ).map(([start, end, window]) => ({
          kind,
          start: text(start),
          end: text(end),
          windowStart: text(window),
          windowEnd: quarterEnd(text(window)),
        })),
      ),
    )
  ).flat()
})

afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

function remembered(company: SampleCompany) {
  const known = new Map<string, string>()
  return (currency: string, day: string): string => {
    const key = `${currency} ${day}`
    const rate = known.get(key) ?? company.rate(currency, 'spot', day)
    known.set(key, rate)
    return rate
  }
}

function quarterEnd(start: string): string {
  const day = new Date(`${start}T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + 3)
  day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** What is open at the end of a day and planned to close in a window, by whatever a version says. */
function pipelineAt(day: string, { windowStart, windowEnd }: Period, of: (version: Version) => string) {
  const sums = new Map<string, Micros>()
  for (const version of versions) {
    if (version.from > day || version.before <= day || version.status !== 'open') continue
    if (!version.closeDate || version.closeDate < windowStart || version.closeDate > windowEnd) continue
    const value = converted(version.amount, rateOn(version.currency, day))
    sums.set(of(version), (sums.get(of(version)) ?? 0n) + value)
  }
  return sums
}

describe('the waterfall of the sample company', () => {
  const levels = [
    ['company', '1', () => '1'],
    ['territory', 'territory_key', (version: Version) => version.territory],
    ['owner', 'rep_key', (version: Version) => version.rep],
  ] as const

  test.each(levels)('balances to zero in every period of two years at %s level', async (_, column, of) => {
    const movements = new Map<string, Micros>()
    for (const [kind, start, member, amount] of await rows(
      `select period_kind, period_start::varchar, ${column}::varchar, sum(amount)::varchar from fct_pipeline_movement group by 1, 2, 3`,
    ))
      movements.set(`${kind}/${start}/${member}`, micros(text(amount)))
    let compared = 0
    for (const period of periods) {
      const opening = pipelineAt(dayBefore(period.start), period, of)
      const closing = pipelineAt(period.end < asOf ? period.end : asOf, period, of)
      const moved = [...movements.keys()].flatMap((key) => {
        const prefix = `${period.kind}/${period.start}/`
        return key.startsWith(prefix) ? [key.slice(prefix.length)] : []
      })
      for (const member of new Set([...opening.keys(), ...closing.keys(), ...moved])) {
        const movement = movements.get(`${period.kind}/${period.start}/${member}`) ?? 0n
        const gap = (opening.get(member) ?? 0n) + movement - (closing.get(member) ?? 0n)
        expect(gap, `${period.kind} ${period.start} of ${member}`).toBe(0n)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('won deals of a quarter are its bookings, and each opportunity has one main reason a period', async () => {
    const [won] = await rows(`select count(*)::int from (
      select opportunity_id from fct_pipeline_movement where period_kind = 'quarter' and reason = 'won' group by 1 having count(*) > 2)`)
    expect(won).toEqual([0])
    expect(
      await rows(`select count(*)::int from (select 1 from fct_pipeline_movement
        group by period_kind, period_start, opportunity_id having sum(is_main_reason::int) <> 1)`),
    ).toEqual([[0]])
    const different = await rows(`
      with moved as (select period_start, -sum(amount) as amount from fct_pipeline_movement where period_kind = 'quarter' and reason = 'won' group by 1),
      booked as (select d.fiscal_quarter_start as period_start, sum(o.amount) as amount from fct_opportunity o join dim_date d on d.date_key = o.closed_on
        where o.status = 'won' and o.reopen_count = 0 group by 1),
      reopened as (select d.fiscal_quarter_start as period_start, sum(v.amount) as amount from fct_opportunity_version v
        join fct_opportunity o using (opportunity_id) join dim_date d on d.date_key = v.valid_on where o.reopen_count > 0 and v.status = 'won' group by 1)
      select count(*)::int from booked left join moved using (period_start) left join reopened using (period_start)
      where abs(booked.amount - moved.amount) > coalesce(reopened.amount, 0)`)
    expect(different).toEqual([[0]])
  })
})

test('the weekly snapshots equal what the versions say, week by week', async () => {
  const told = new Map<string, string>()
  for (const [week, deals, amount] of await rows(
    'select week_start::varchar, sum(open_deals)::int, sum(open_amount)::varchar from fct_pipeline_week group by 1',
  ))
    told.set(text(week), `${deals} deals, ${text(amount)}`)
  const weeks = periods.filter(({ kind }) => kind === 'week')
  expect(weeks.length).toBeGreaterThan(100)
  for (const { start, end } of weeks) {
    const day = end < asOf ? end : asOf
    const open = versions.filter(
      ({ from, before, status }) => status === 'open' && from <= day && before > day,
    )
    const byCurrency = new Map<string, Micros>()
    for (const { currency, amount } of open)
      byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + amount)
    const [deals, amount] = told.get(start)?.replace(' deals', '').split(', ') ?? []
    expect(Number(deals), start).toBe(open.length)
    const total = [...byCurrency].reduce(
      (sum, [currency, value]) => sum + converted(value, rateOn(currency, day)),
      0n,
    )
    // Each group is rounded once: half a millionth a group at most.
    const gap = micros(amount ?? '') - total
    expect(gap < 1000n && gap > -1000n, `${start}: ${gap}`).toBe(true)
  }
})
