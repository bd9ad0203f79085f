import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CompanyScore, scoreCompany } from '../../bench/forecast/score-company.ts'
import { auc, brier, calibrationError, mean, wape } from '../../bench/forecast/scores.ts'
import { openForecastWarehouse } from '../support/forecast-warehouse.ts'
import { sampleBuild } from '../support/sample-build.ts'

/** Days of loads of the suite's sample company, in quarters that are over. */
const origins = ['2025-09-15', '2025-12-15', '2026-03-15', '2026-06-15', '2026-09-15']

/** The short form of `campaign:forecast`, on the suite's small company: only what holds whatever chance does. */
describe('forecasts held against the true hazards of the sample company', () => {
  let score: CompanyScore

  beforeAll(async () => {
    const { buildFile, exports, home } = sampleBuild()
    const warehouse = await openForecastWarehouse(buildFile, join(home, 'work'))
    score = await scoreCompany(warehouse.db, exports, origins, 7)
    warehouse.close()
  })

  it('tell more of each deal than the share of all that are won', () => {
    const { ours } = score
    const share = mean(ours.map(({ came }) => (came ? 1 : 0)))
    expect(ours.length).toBeGreaterThan(400)
    expect(brier(ours)).toBeLessThan(0.9 * brier(ours.map(({ came }) => ({ p: share, came }))))
    expect(calibrationError(ours)).toBeLessThan(0.1)
  })

  it('come near to one who knows the truth', () => {
    expect(auc(score.oracle) - auc(score.ours)).toBeLessThan(0.04)
    expect(brier(score.ours) - brier(score.oracle)).toBeLessThan(0.015)
  })

  it('are nearer to the quarter than as much as last time', () => {
    const pairs = (method: 'hazard' | 'naive') =>
      score.quarters.map(({ actual, forecasts }) => ({ actual, forecast: forecasts[method] }))
    expect(wape(pairs('hazard'))).toBeLessThan(1.1 * wape(pairs('naive')))
  })
})
