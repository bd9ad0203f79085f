import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as aq from 'arquero'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { dataset } from '../support/datasets.ts'

const folder = dataset('maven_crm_sales') ?? ''

describe.skipIf(folder === '')('the Maven data set, by the worked example', () => {
  let home: string
  const csv = (name: string) => aq.fromCSV(readFileSync(join(folder, name), 'utf8'), { autoType: false })

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'salesops-maven-'))
    const run = await cli(['run', '--config', 'examples/maven-crm/salesops.yml', '--home', home], {
      MAVEN_DIR: folder,
    })
    expect(run.code, run.stdout + run.stderr).toBe(0)
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  async function ask(query: object): Promise<Record<string, string | null>[]> {
    const { code, stdout, stderr } = await cli(['query', JSON.stringify(query), '--json', '--home', home])
    expect(code, stderr).toBe(0)
    return (JSON.parse(stdout) as { data: Record<string, string | null>[] }).data
  }

  test('totals', async () => {
    const [row] = await ask({
      measures: [
        'pipeline.created_deals',
        'bookings.deals_won',
        'bookings.amount',
        'bookings.win_rate',
        'bookings.cycle_days_avg',
        'bookings.cycle_days_median',
      ],
    })
    expect(row).toMatchObject({
      'pipeline.created_deals': '8800',
      'bookings.deals_won': '4238',
      'bookings.amount': '10005534.000000',
      'bookings.cycle_days_median': '57',
    })
    expect(Number(row?.['bookings.win_rate'])).toBeCloseTo(0.6315, 4)
    expect(Number(row?.['bookings.cycle_days_avg'])).toBeCloseTo(51.78, 2)
  })

  test.each([
    ['region', 'bookings.territory_name', 'regional_office'],
    ['manager', 'bookings.manager_name', 'manager'],
  ])('by %s as recomputed from the CSV', async (_, dimension, column) => {
    const measures = ['amount', 'deals_won', 'deals_lost', 'win_rate', 'cycle_days_avg']
    const rows = await ask({ measures: measures.map((it) => `bookings.${it}`), dimensions: [dimension] })
    const groupOf = new Map(
      (csv('sales_teams.csv').objects() as Record<string, string>[]).map((row) => [
        row.sales_agent,
        row[column],
      ]),
    )
    const expected = new Map<string, { amount: number; won: number; lost: number; days: number }>()
    for (const deal of csv('sales_pipeline.csv').objects() as Record<string, string>[]) {
      const group = groupOf.get(deal.sales_agent ?? '') ?? ''
      const sum = expected.get(group) ?? { amount: 0, won: 0, lost: 0, days: 0 }
      expected.set(group, sum)
      if (deal.deal_stage === 'Lost') sum.lost++
      if (deal.deal_stage !== 'Won') continue
      sum.won++
      sum.amount += Number(deal.close_value)
      sum.days += (Date.parse(deal.close_date ?? '') - Date.parse(deal.engage_date ?? '')) / 86_400_000
    }
    expect(rows).toHaveLength(expected.size)
    for (const row of rows) {
      const sum = expected.get(row[dimension] ?? '') ?? { amount: 0, won: 0, lost: 0, days: 0 }
      expect(Number(row['bookings.amount'])).toBe(sum.amount)
      expect(Number(row['bookings.deals_won'])).toBe(sum.won)
      expect(Number(row['bookings.deals_lost'])).toBe(sum.lost)
      expect(Number(row['bookings.win_rate'])).toBeCloseTo(sum.won / (sum.won + sum.lost), 9)
      expect(Number(row['bookings.cycle_days_avg'])).toBeCloseTo(sum.days / sum.won, 9)
    }
  })

  test('the faults of the files are mended by the mapping', async () => {
    const products = await ask({ measures: ['bookings.deals_won'], dimensions: ['bookings.product_name'] })
    expect(products.map((row) => row['bookings.product_name'])).not.toContain('GTXPro')
    expect(products).toHaveLength(7)
    const [open] = await ask({ measures: ['pipeline.open_deals', 'pipeline.open_amount'] })
    expect(open).toEqual({ 'pipeline.open_deals': '2089', 'pipeline.open_amount': null })
    const quarantine = await cli(['quarantine', '--json', '--home', home])
    expect(JSON.parse(quarantine.stdout)).toEqual([])
  })
})
