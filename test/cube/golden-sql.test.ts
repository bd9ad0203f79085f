import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServing } from '../../cli/serving.ts'
import type { Cube, CubeUser, Query } from '../../cube/server.ts'
import { sampleBuild } from '../support/sample-build.ts'

const analyst: CubeUser = { name: 'ann', role: 'admin' }

let cube: Cube
beforeAll(async () => {
  cube = await openServing(sampleBuild().home, '30%')
})
afterAll(() => cube.close())

const ofMember: Query = { dimensions: ['consistency.kind', 'consistency.member'] }

/** What a query of a measure, or of any measure of a view, must hold to one value each, or be asked by. */
const groupings: Readonly<Record<string, Query>> = {
  cycle_survival: { dimensions: ['cycle_survival.kind', 'cycle_survival.member'] },
  cycle_curve: { dimensions: ['cycle_curve.kind', 'cycle_curve.member', 'cycle_curve.day'] },
  channel_yield: { dimensions: ['channel_yield.kind'] },
  funnel: { dimensions: ['funnel.age_days', 'funnel.stage_name'] },
  movement: { dimensions: ['movement.period_kind'] },
  known_change: { dimensions: ['known_change.span', 'known_change.subject'] },
  attainment: { dimensions: ['attainment.period_kind'] },
  due: { dimensions: ['due.period_kind'] },
  conversion: { dimensions: ['conversion.week_number'] },
  lead_response: { dimensions: ['lead_response.kind', 'lead_response.member'] },
  forecast: {
    dimensions: ['forecast.method', 'forecast.level', 'forecast.period', 'forecast.horizon_days'],
  },
  forecast_pace: { dimensions: ['forecast_pace.level', 'forecast_pace.day_of_quarter'] },
  forecast_need: { dimensions: ['forecast_need.level'] },
  success_rate: { dimensions: ['success_rate.kind'] },
  forecast_accuracy: { dimensions: ['forecast_accuracy.method', 'forecast_accuracy.level'] },
  calibration: { dimensions: ['calibration.scope_kind'] },
  probability_quality: { dimensions: ['probability_quality.scope_kind', 'probability_quality.scope'] },
  ramp_time: { dimensions: ['ramp_time.kind', 'ramp_time.member'] },
  'consistency.gini': ofMember,
  'consistency.months_at_target': ofMember,
  'consistency.months_with_target': ofMember,
  'hygiene.failed_amount': { dimensions: ['hygiene.rule'] },
  pipeline_history: {
    timeDimensions: [
      {
        dimension: 'pipeline_history.snapshot_on',
        granularity: 'fiscal_quarter',
        dateRange: ['2026-02-01', '2026-10-31'],
      },
    ],
  },
}
const byMonth: Query = {
  timeDimensions: [
    { dimension: 'bookings.closed_at', granularity: 'month', dateRange: ['2026-02-01', '2026-03-31'] },
  ],
}

/** A measure that tells of time needs a period to tell of. */
function queryOf(measure: string): Query {
  const [view = ''] = measure.split('.')
  const grouping = /_to_date$|_prior_year$/.test(measure) ? byMonth : (groupings[measure] ?? groupings[view])
  return { measures: [measure], ...grouping }
}

test('the SQL of every measure is as it was when it was last looked at', async () => {
  const { cubes } = await cube.meta(analyst)
  const measures = cubes
    .filter(({ type }) => type === 'view')
    .flatMap((view) => view.measures.map(({ name }) => name))
    .sort()
  expect(measures.length).toBeGreaterThan(150)
  const texts: string[] = []
  for (const measure of measures) {
    const { statements } = await cube.sql(queryOf(measure), analyst)
    for (const { sql, params } of statements) texts.push(`-- ${measure} ${JSON.stringify(params)}\n${sql};\n`)
  }
  await expect(texts.join('\n')).toMatchFileSnapshot('golden.sql')
})
