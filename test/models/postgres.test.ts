import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { models } from '../../models/index.ts'
import { onBothEngines } from '../support/both-engines.ts'
import { creditsCompany } from '../support/companies/credits.ts'
import { dimensionsCompany } from '../support/companies/dimensions.ts'
import { hubSpotCompany } from '../support/companies/hubspot-follows.ts'
import { hygieneCompany } from '../support/companies/hygiene.ts'
import { leadsCompany } from '../support/companies/leads.ts'
import { outsideActivitiesCompany } from '../support/companies/outside-activities.ts'
import { salesforceCompany } from '../support/companies/salesforce-follows.ts'
import { sampleBuild } from '../support/sample-build.ts'

describe('on PostgreSQL every model gives the rows that it gives on DuckDB', () => {
  const withRows = new Set<string>()
  let postgres: PGlite
  beforeAll(async () => {
    postgres = await PGlite.create()
  })
  afterAll(() => postgres?.close())

  async function expectEqual(home: string): Promise<void> {
    const compared = await onBothEngines(home, postgres)
    expect(compared.filter(({ differences }) => differences.length > 0)).toEqual([])
    for (const { model, rows } of compared) if (rows > 0) withRows.add(model)
  }

  test('of the sample company', () => expectEqual(sampleBuild().home))

  test.each([
    ['HubSpot and its property histories', hubSpotCompany],
    ['Salesforce and its field histories', salesforceCompany],
    ['accounts, people and rates that change', dimensionsCompany],
    ['splits, overlays and people who come and go', creditsCompany],
    ['leads, campaigns and working hours', leadsCompany],
    ['records that are not in order', hygieneCompany],
    ['a dialer beside its CRM', outsideActivitiesCompany],
  ])('of a company with %s', async (_, makeCompany) => {
    const company = makeCompany()
    try {
      await company.run()
      await expectEqual(company.home)
    } finally {
      company.remove()
    }
  })

  test('and none was compared without rows', () => {
    expect(models.map(({ name }) => name).filter((name) => !withRows.has(name))).toEqual([])
  })
})
