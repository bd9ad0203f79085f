import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { creditsCompany } from '../../support/companies/credits.ts'

const company = new BuiltCompany(creditsCompany)
const rows = (query: string): Promise<unknown[][]> => company.rows(query)

test('no audit of error severity fails', () => {
  expect(company.failed('error')).toEqual([])
})

describe('fct_booking_credit', () => {
  test('shares a win out to the last millionth, with overlays on top', async () => {
    expect(
      await rows(
        `select rep_id, kind, told_by, share::varchar, amount::varchar from fct_booking_credit where opportunity_id = 'o1' order by kind desc, rep_id`,
      ),
    ).toEqual([
      ['u1', 'revenue', 'split', '0.333300000', '0.333300'],
      ['u2', 'revenue', 'split', '0.333300000', '0.333301'],
      ['u3', 'revenue', 'split', '0.333400000', '0.333400'],
      ['u4', 'overlay', 'split', '0.500000000', '0.500001'],
    ])
    expect(
      await rows(
        `select sum(c.amount) filter (kind = 'revenue') = any_value(o.amount), sum(c.amount) > any_value(o.amount)
         from fct_booking_credit c join fct_opportunity o using (opportunity_id) where opportunity_id = 'o1'`,
      ),
    ).toEqual([[true, true]])
  })

  test('converts amounts so that they too add up to the converted whole', async () => {
    expect(
      await rows(
        `select rep_id, amount::varchar from fct_booking_credit where opportunity_id = 'o2'
         union all select 'fact', amount::varchar from fct_opportunity where opportunity_id = 'o2' order by 1`,
      ),
    ).toEqual([
      ['fact', '133.346667'],
      ['u1', '44.453333'],
      ['u2', '44.453334'],
      ['u3', '44.440000'],
    ])
  })

  test('credits the owner where no split credits the revenue, and nobody for a loss', async () => {
    expect(
      await rows(
        `select opportunity_id, rep_id, kind, told_by, amount::varchar from fct_booking_credit
         where opportunity_id in ('o3', 'o4', 'o5') order by 1, 3`,
      ),
    ).toEqual([
      ['o3', 'u2', 'revenue', 'owner', '70.000000'],
      ['o4', 'u4', 'overlay', 'split', '20.000000'],
      ['o4', 'u2', 'revenue', 'owner', '80.000000'],
    ])
  })

  test('mart_rep_month counts bookings by owner and credit by split', async () => {
    expect(
      await rows(
        `select rep_id, sum(bookings_amount)::varchar, sum(credited_amount)::varchar
         from mart_rep_month join dim_rep using (rep_key) where month_start = '2026-03-01' group by 1 order by 1`,
      ),
    ).toEqual([
      ['u1', '134.346668', '44.786633'],
      ['u2', '150.000000', '194.786635'],
      ['u3', '0.000000', '44.773400'],
      ['u4', '0.000000', '20.500001'],
    ])
  })
})

describe('fct_quota counts by days in seat', () => {
  const quota = (rep: string) =>
    rows(
      `select month_start::varchar, days, days_in_seat, amount::varchar, amount_full::varchar from fct_quota where rep_id = '${rep}' order by 1`,
    )

  test('of someone who begins within the period', async () => {
    expect(await quota('u1')).toEqual([
      ['2026-01-01', 31, 0, '0.000000', '3100.000000'],
      ['2026-02-01', 28, 14, '1400.000000', '2800.000000'],
      ['2026-03-01', 31, 31, '3100.000000', '3100.000000'],
    ])
  })

  test('of someone whose log-in was made inactive within the period', async () => {
    expect(await quota('u2')).toEqual([['2026-03-01', 31, 10, '133.333333', '413.333333']])
  })

  test('of someone who came back: both stretches count, the time between does not', async () => {
    expect(await quota('u3')).toEqual([
      ['2025-06-01', 30, 30, '300.000000', '300.000000'],
      ['2025-07-01', 31, 0, '0.000000', '300.000000'],
      ['2026-02-01', 28, 28, '280.000000', '280.000000'],
    ])
  })

  test('of someone who was inactive when first seen: in full, since nothing tells when they left', async () => {
    expect(await quota('u4')).toEqual([['2026-03-01', 31, 31, '500.000000', '500.000000']])
  })
})
