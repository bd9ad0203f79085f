import { describe, expect, it } from 'vitest'
import { forecastsAfter } from '../../support/known-tables.ts'

const origins = ['2026-08-27', '2026-11-15']

const ofDeals = [
  'fct_opportunity_version',
  'fct_opportunity',
  'fct_booking',
  'fct_activity',
  'int_opportunity_change',
]
const only = (deals: string) =>
  ofDeals.map((table) => `delete from ${table} where opportunity_id not in (${deals})`)

type Made = Awaited<ReturnType<typeof forecastsAfter>>

/** Every number is one, and none is a certainty. */
function expectSoberNumbers({ units, deals }: Made): void {
  for (const { point, p10, p50, p90, won } of units)
    for (const amount of [point, p10, p50, p90, won])
      if (amount !== null) expect(Number.isFinite(Number(amount))).toBe(true)
  for (const { pWin, pLost, baseRate, expectedAmount, expectedClose } of deals) {
    for (const p of [pWin, pLost, baseRate]) expect(p).toBeGreaterThanOrEqual(0)
    expect(pWin).toBeLessThan(0.97)
    expect(pWin + pLost).toBeLessThanOrEqual(1 + 1e-9)
    expect(Number.isFinite(Number(expectedAmount))).toBe(true)
    if (expectedClose !== null) expect(expectedClose).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  }
}

/** What is said of the hazards' forecasts: why they are plainer, and whether they have ranges. */
const said = ({ units }: Made) => [
  ...new Set(
    units
      .filter(({ method }) => method === 'hazard')
      .map(({ fallback, p10 }) => `${fallback}${p10 === null ? '' : ' with a range'}`),
  ),
]

describe('of poor data', () => {
  it('a company without deals is forecast nothing, and says so', async () => {
    const made = await forecastsAfter(only("select ''"), origins)
    expectSoberNumbers(made)
    expect(said(made)).toEqual(['no_history'])
    expect(made.units.map(({ level }) => level)).toContain('company')
    expect(made.deals).toEqual([])
  })

  it('thirty deals give one rate for all, and no range', async () => {
    const made = await forecastsAfter(
      only('select opportunity_id from fct_opportunity order by md5(opportunity_id) limit 30'),
      origins,
    )
    expectSoberNumbers(made)
    expect(said(made)).toEqual(['too_few_deals'])
    expect(new Set(made.deals.map(({ fallback }) => fallback))).toEqual(new Set(['too_few_deals']))
    expect(made.deals.every(({ pWin }) => pWin < 0.6)).toBe(true)
  })

  it('deals of which none was ever lost are no more likely won than lost', async () => {
    const made = await forecastsAfter(
      only(
        "select opportunity_id from fct_opportunity_version group by 1 having not bool_or(status = 'lost')",
      ),
      origins,
    )
    expectSoberNumbers(made)
    expect(said(made)).toEqual(['no_losses'])
    expect(made.deals.length).toBeGreaterThan(100)
    expect(made.deals.every(({ pWin, pLost }) => pWin <= pLost + 1e-9)).toBe(true)
  })

  it('a history that is out of order, with gaps and senseless values, gives numbers that are sober', async () => {
    const made = await forecastsAfter(
      [
        `update fct_opportunity_version set valid_on = valid_on + cast(hash(opportunity_id, version_number) % 400 as integer) - 200`,
        `update fct_opportunity_version set stage_key = null where hash(version_number, opportunity_id) % 3 = 0`,
        `update fct_opportunity_version set amount = case hash(opportunity_id) % 4 when 0 then null when 1 then -5 when 2 then 0 else amount end`,
        `update fct_opportunity_version set close_date = date '1990-01-01' where hash(version_number) % 5 = 0`,
        `update fct_opportunity_version set owner_id = 'nobody', territory_key = 'unknown' where hash(opportunity_id) % 7 = 0`,
        `update fct_opportunity set created_at = null, account_key = 'unknown' where hash(opportunity_id) % 2 = 0`,
        `update fct_activity set occurred_on = occurred_on + 2000 where hash(activity_id) % 2 = 0`,
        `delete from int_opportunity_change where hash(opportunity_id) % 2 = 0`,
      ],
      origins,
    )
    expectSoberNumbers(made)
    expect(made.deals.length).toBeGreaterThan(10)
  })

  it('deals of whose stages nothing but an export tells, and it later, are forecast by their age, which is said', async () => {
    const made = await forecastsAfter(['update int_opportunity_change set is_derived = true'], ['2025-10-15'])
    expectSoberNumbers(made)
    expect(said(made)).toEqual(['no_stage_history with a range'])
    expect(new Set(made.deals.map(({ stageKey }) => stageKey))).toEqual(new Set([null]))
  })
})
