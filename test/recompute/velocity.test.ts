import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cube } from '../../cube/server.ts'
import { sampleCube } from '../dashboards/served.ts'
import { randomness } from './slices.ts'

const DRAWS = 2000
const user = { name: 'analyst', role: 'admin' } as const

let cube: Cube

beforeAll(async () => {
  cube = await sampleCube()
})

afterAll(() => cube.close())

test('the interval of the sales velocity is that of a bootstrap over closed deals', async () => {
  const { data: totals } = await cube.load(
    {
      measures: [
        'pipeline.velocity',
        'pipeline.velocity_low',
        'pipeline.velocity_high',
        'pipeline.open_deals',
      ],
      dimensions: ['pipeline.as_of'],
    },
    user,
  )
  const of = (name: string): number => Number(totals[0]?.[`pipeline.${name}`])
  const asOf = String(totals[0]?.['pipeline.as_of']).slice(0, 10)
  const from = new Date(Date.parse(asOf) - 364 * 86_400_000).toISOString().slice(0, 10)
  const { data } = await cube.load(
    {
      dimensions: [
        'bookings.opportunity_id',
        'bookings.status',
        'bookings.company_amount',
        'bookings.cycle_days',
      ],
      timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: [from, asOf] }],
      segments: ['bookings.closed'],
      limit: 50_000,
    },
    user,
  )
  const deals = data.map((row) => {
    const won = row['bookings.status'] === 'won' ? 1 : 0
    return {
      won,
      amount: won * Number(row['bookings.company_amount']),
      days: won * Number(row['bookings.cycle_days']),
    }
  })
  const velocity = (sample: typeof deals): number => {
    const sum = (pick: (deal: (typeof deals)[number]) => number) =>
      sample.reduce((n, deal) => n + pick(deal), 0)
    const won = sum((deal) => deal.won)
    const amount = sum((deal) => deal.amount)
    return (of('open_deals') * (won / sample.length) * (amount / won)) / (sum((deal) => deal.days) / won)
  }
  expect(of('velocity') / velocity(deals)).toBeCloseTo(1, 9)
  const random = randomness(7)
  const drawn = Array.from({ length: DRAWS }, () =>
    velocity(deals.map(() => deals[Math.floor(random() * deals.length)] ?? deals[0]) as typeof deals),
  ).sort((a, b) => a - b)
  const quantile = (share: number): number => drawn[Math.floor(share * DRAWS)] ?? Number.NaN
  const width = quantile(0.975) - quantile(0.025)
  expect(Math.abs(of('velocity_low') - quantile(0.025)) / width).toBeLessThan(0.05)
  expect(Math.abs(of('velocity_high') - quantile(0.975)) / width).toBeLessThan(0.05)
})
