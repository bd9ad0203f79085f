import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestCompany } from '../support/test-company.ts'

const company = new TestCompany()
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

beforeAll(() => {
  company.write(
    'salesops.yml',
    `company: { name: Edges, currency: USD, timezone: UTC }
sources:
  - { name: deals, kind: mapped, path: exports, mapping: mapping.yml, mode: full }
`,
  )
  company.write(
    'mapping.yml',
    `files:
  deals.csv:
    - entity: opportunity
      fields:
        opportunity_id: id
        name: id
        channel: method
        stage_name: stage
        amount: { constant: "1" }
        currency: { constant: USD }
        created_at: created
        close_date: closed
        is_closed: { column: stage, values: { Won: true, Lost: true, "*": false } }
        is_won: { column: stage, values: { Won: true, "*": false } }
    - entity: stage
      fields:
        stage_name: stage
        is_closed: { column: stage, values: { Won: true, Lost: true, "*": false } }
        is_won: { column: stage, values: { Won: true, "*": false } }
`,
  )
  company.write(
    'exports/deals.csv',
    [
      'id,method,stage,created,closed',
      `young,Phone,Open,${daysAgo(40)},${daysAgo(-40)}`,
      `never-created,Phone,Won,,${daysAgo(5)}`,
      `backwards,Phone,Won,${daysAgo(5)},${daysAgo(20)}`,
      `same-day,Web,Won,${daysAgo(50)},${daysAgo(50)}`,
      `lost,Web,Lost,${daysAgo(70)},${daysAgo(50)}`,
      `unusable,Field,Lost,,${daysAgo(50)}`,
      '',
    ].join('\n'),
  )
})
afterAll(() => company.remove())

test('what cannot be followed is counted and left out; what is not reached is empty, never 0', async () => {
  const { build, outcome } = await company.run()
  expect(outcome).toBe('published')
  const figures = (kind: string) =>
    company.rows(
      build,
      `select member, deals, deals_won, deals_lost, deals_open, left_out, small_n, km_median_days, km_p25_days,
         cif_won_30, cif_won_60, cif_won_180
       from mart_cycle_median where kind = '${kind}' and deals + left_out > 0 order by member`,
    )
  expect(await figures('method')).toEqual([
    // Nobody is followed.
    ['Field', 0, 0, 0, 0, 1, true, null, null, null, null, null],
    // One deal, 40 days old: nothing is won within 30 days, and what 60 days bring is not known.
    ['Phone', 1, 0, 0, 1, 2, true, null, null, 0, null, null],
    // Half are won on the day they are created, and half are lost at 20 days: nothing is left to be won.
    ['Web', 2, 1, 1, 0, 0, true, 10, 0, 0.5, 0.5, 0.5],
  ])
  expect(
    await company.rows(
      build,
      "select at_risk, won from mart_cycle_survival where kind = 'method' and member = 'Web' and day = 0",
    ),
  ).toEqual([[2, 1]])
})
