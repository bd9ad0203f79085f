import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeForecasts, type UnitForecast } from '../../../models/forecast/make-forecasts.ts'
import { openForecastWarehouse } from '../../support/forecast-warehouse.ts'
import { sampleBuild } from '../../support/sample-build.ts'

const origins = ['2026-04-27', '2026-08-27', '2026-11-15']
type Made = Awaited<ReturnType<typeof makeForecasts>>

describe('forecasts of the sample company', () => {
  let made: Made
  let again: Made
  let paced: Made

  beforeAll(async () => {
    const { buildFile, home } = sampleBuild()
    const warehouse = await openForecastWarehouse(buildFile, join(home, 'work'))
    const ask = () => makeForecasts(warehouse.db, { origins, dealOrigins: new Set(origins.slice(-1)) })
    made = await ask()
    again = await ask()
    paced = await makeForecasts(warehouse.db, {
      origins: origins.slice(-1),
      dealOrigins: new Set(),
      paceOrigin: origins.at(-1) ?? null,
    })
    warehouse.close()
  })

  it('are the same each time', () => {
    expect(again).toEqual(made)
  })

  it('are of the running fiscal quarter and the next, by every method', () => {
    const company = made.units.filter(({ level }) => level === 'company')
    expect([...new Set(company.map(({ origin, periodEnd }) => `${origin} ${periodEnd}`))]).toEqual([
      '2026-04-27 2026-04-30',
      '2026-04-27 2026-07-31',
      '2026-08-27 2026-10-31',
      '2026-08-27 2027-01-31',
      '2026-11-15 2027-01-31',
      '2026-11-15 2027-04-30',
    ])
    expect(company).toHaveLength(36)
  })

  it.each(['rep', 'team', 'territory'] as const)(
    'add up from each %s to the company, to the cent',
    (level) => {
      const sums = new Map<string, bigint>()
      const key = ({ origin, periodEnd, method }: UnitForecast) => `${origin} ${periodEnd} ${method}`
      const micros = (text: string) => BigInt(text.replace('.', ''))
      for (const unit of made.units)
        if (unit.level === level) sums.set(key(unit), (sums.get(key(unit)) ?? 0n) + micros(unit.point))
      const company = made.units.filter((unit) => unit.level === 'company')
      expect(sums).toEqual(new Map(company.map((unit) => [key(unit), micros(unit.point)])))
    },
  )

  it('have ranges in order, and probabilities between none and certainty', () => {
    for (const { method, p10, p50, p90 } of made.units) {
      if (method !== 'hazard') continue
      const ends = [p10, p50, p90].map(Number)
      expect(ends).toEqual([...ends].sort((a, b) => a - b))
      expect(ends.every(Number.isFinite)).toBe(true)
    }
    expect(made.deals.length).toBeGreaterThan(200)
    for (const { pWin, pLost } of made.deals) {
      expect(pWin).toBeGreaterThanOrEqual(0)
      expect(pLost).toBeGreaterThanOrEqual(0)
      expect(pWin + pLost).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  it('are the end of a way that goes up day by day, of every unit, and the same with it as without', () => {
    const running = paced.units.filter(
      ({ method, periodEnd }) => method === 'hazard' && periodEnd === '2027-01-31',
    )
    expect(running).toEqual(
      made.units.filter(
        ({ origin, method, periodEnd }) =>
          origin === '2026-11-15' && method === 'hazard' && periodEnd === '2027-01-31',
      ),
    )
    for (const { level, unit, point, p10, p50, p90, won } of running) {
      const way = paced.pace.filter((it) => it.level === level && it.unit === unit)
      expect(way.map(({ day }) => day).slice(0, 2)).toEqual(['2026-11-15', '2026-11-16'])
      expect(way[0]).toMatchObject({ point: won, p10: won, p50: won, p90: won })
      expect(way.at(-1)).toMatchObject({ day: '2027-01-31', point, p10, p50, p90 })
      for (const of of ['point', 'p10', 'p50', 'p90'] as const) {
        const amounts = way.map((it) => Number(it[of]))
        expect(amounts).toEqual(amounts.toSorted((a, b) => a - b))
      }
    }
    expect(made.pace).toEqual([])
  })

  it('tell up to three reasons a deal, the strongest first', () => {
    for (const { reasons } of made.deals) {
      const sizes = reasons.map(({ effect }) => Math.abs(effect))
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
      expect(sizes.length).toBeLessThanOrEqual(3)
    }
    expect(made.deals.filter(({ reasons }) => reasons.length === 3).length).toBeGreaterThan(
      made.deals.length / 2,
    )
  })
})
