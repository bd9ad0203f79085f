import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kpis, metricsPage } from '../../../cli/docs/metrics-page.ts'
import { modelDir } from '../../../cli/reading.ts'
import { ModelFiles } from '../../../cube/model-files.ts'

describe('docs/metrics.md', async () => {
  const page = metricsPage(await new ModelFiles(modelDir).sources())

  test('is current', () => {
    const written = readFileSync(resolve(import.meta.dirname, '../../../docs/metrics.md'), 'utf8')
    expect(written, 'write it anew with: npm run docs:metrics').toBe(page)
  })

  test('every KPI is told by a measure', () => {
    const told = (number: string) => new RegExp(`^\\| ${number} \\| [^|]+\\| \``, 'm').test(page)
    expect(Object.keys(kpis).filter((number) => !told(number))).toEqual([])
  })

  test('says of a measure its formula, cohort, n and where it is defined', () => {
    expect(page).toContain(
      '| `average_deal` | Average deal | money | Average deal = bookings / W, in company currency. Cohort: closed in the period. n: `deals_won`. | `opportunities.average_deal` in cubes/opportunities.yml; `fct_opportunity.amount`, `fct_opportunity.opportunity_id`, `fct_opportunity.status` |',
    )
  })
})
