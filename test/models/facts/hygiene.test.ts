import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { hygieneCompany } from '../../support/companies/hygiene.ts'

const company = new BuiltCompany(hygieneCompany, new Date('2026-03-31T12:00:00Z'))
const rows = (query: string): Promise<unknown[][]> => company.rows(query)

test('no audit of error severity fails', () => {
  expect(company.failed('error')).toEqual([])
})

describe('fct_hygiene', () => {
  test.each([
    ['close_date_past', 9, ['0062: 2026-02-01']],
    ['no_next_step', 9, ['0063: -']],
    ['amount_missing', 9, ['0064: -']],
    ['owner_inactive', 9, ['0065: Bo Gone']],
    ['no_contact', 9, ['0066: -', '0069: -']],
    ['duplicate', 9, ['0068: 0061']],
    ['flags_conflict', 19, ['006w9: won in Lost']],
    ['closed_before_created', 10, []],
  ])('%s', async (rule, applicable, expected) => {
    expect(
      await rows(
        `select count(*)::int, coalesce(list(opportunity_id || ': ' || coalesce(detail, '-') order by 1) filter (failed), [])
         from fct_hygiene where rule = '${rule}'`,
      ),
    ).toEqual([[applicable, expected]])
  })

  test('stage_age holds a stay against the usual length of the completed ones', async () => {
    expect(
      await rows(
        `select opportunity_id, failed from fct_hygiene where rule = 'stage_age' and opportunity_id = '0061'`,
      ),
    ).toEqual([['0061', true]])
    // The same stay is in order where stays usually last so long.
    expect(
      await rows(
        `select percentile_cont(0.75) within group (order by days_in_stage), count(*)::int from fct_stage_visit where not is_censored and stage_key = '/Talk'`,
      ),
    ).toEqual([[10, 10]])
  })

  test('stale is what has neither an activity nor a change, not what stays in its stage', async () => {
    expect(
      await rows(
        `select count(*)::int, list(opportunity_id order by 1) filter (not failed), list(detail) filter (opportunity_id = '0067')
         from fct_hygiene where rule = 'stale'`,
      ),
    ).toEqual([[9, ['0061', '0062'], ['30 days']]])
  })
})

test('mart_hygiene_score weighs what fails against what could', async () => {
  const [[applicable, failures, score] = []] = await rows(
    `select sum(applicable)::int, sum(failed)::int, 1 - sum(weighted_failed) / sum(weighted_applicable)
     from mart_hygiene_score where rule not in ('stage_age', 'stale')`,
  )
  expect([applicable, failures]).toEqual([9 * 6 + 19 + 10, 8])
  const weights = 9 * (3 + 1 + 3 + 3 + 2 + 3) + 19 * 2 + 10 * 1
  expect(score).toBeCloseTo(1 - (3 + 1 + 3 + 3 + 2 * 2 + 3 + 2) / weights, 12)
})

describe('mart_territory_balance', () => {
  test('has potential, workload and revenue of each territory, and none for one that only groups others', async () => {
    expect(
      await rows(
        `select territory_key, accounts, open_amount::varchar, activities, bookings_amount::varchar
         from mart_territory_balance where level = 'territory' order by 1`,
      ),
    ).toEqual([
      ['east', 0, '0.000000', 0, '0.000000'],
      ['north', 3, '600.000000', 1, '100.000000'],
      ['south', 1, '200.000000', 1, '0.000000'],
    ])
  })

  test('tells how even they are, as by comparing every pair', async () => {
    const [[territories, cv, gini, openGini, workGini] = []] = await rows(
      `select territories, accounts_cv, accounts_gini, open_amount_gini, activities_gini from mart_territory_balance where level = 'company'`,
    )
    expect(territories).toBe(3)
    const mean = 4 / 3
    const deviation = Math.sqrt([0, 3, 1].reduce((sum, it) => sum + (it - mean) ** 2, 0) / 2)
    expect(cv).toBeCloseTo(deviation / mean, 12)
    expect(gini).toBeCloseTo(byPairs([0, 3, 1]), 12)
    expect(openGini).toBeCloseTo(byPairs([0, 600, 200]), 12)
    expect(workGini).toBeCloseTo(byPairs([0, 1, 1]), 12)
  })
})

/** The Gini coefficient by its definition: the mean difference of all pairs over twice the mean. */
function byPairs(values: readonly number[]): number {
  const differences = values.flatMap((a) => values.map((b) => Math.abs(a - b)))
  const sum = values.reduce((a, b) => a + b, 0)
  return differences.reduce((a, b) => a + b, 0) / (2 * values.length * sum)
}
