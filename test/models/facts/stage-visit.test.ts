import { afterAll, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

const company = new TestCompany()

afterAll(() => company.remove())

test('a deal that was merged away leaves no visits of its own', async () => {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: crm, kind: hubspot, path: crm, loadedAt: folder }
`,
  )
  const deal = (id: string, dealstage: string, more: object = {}) => ({
    id,
    properties: { dealname: id, dealstage, createdate: '2026-01-01T02:00:00Z', ...more },
    archived: false,
  })
  const write = (day: string, ...results: object[]) =>
    company.write(`crm/${day}/deals.json`, JSON.stringify({ results }))
  write('2026-03-01', deal('d1', '11'), deal('d2', '11'))
  write('2026-03-02', deal('d1', '12', { hs_merged_object_ids: 'd2' }), deal('d2', '13'))
  const { build, outcome } = await company.run()
  expect(outcome).toBe('published')
  expect(
    await company.rows(build, 'select opportunity_id, stage_key from fct_stage_visit order by visit_key'),
  ).toEqual([
    ['d1', '/11'],
    ['d1', '/12'],
  ])
})
