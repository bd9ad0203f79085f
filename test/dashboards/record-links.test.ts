import { expect, test } from 'vitest'
import { configSchema } from '../../cli/config-schema.ts'
import { type RecordLinks, recordUrl } from '../../dashboards/record-links.ts'

const links: RecordLinks = [
  { source: 'main', url: 'https://acme.example/lightning/r/Opportunity/{id}/view' },
  { source: 'bought', url: 'https://app.example/record/0-3/{id}' },
  { source: 'old', url: null },
]

test.each([
  ['of the first CRM', '006A', 'https://acme.example/lightning/r/Opportunity/006A/view'],
  ['of another one', 'bought:17', 'https://app.example/record/0-3/17'],
  ['of one that nobody has told of', 'old:17', null],
  ['with a colon of its own', 'a:b', 'https://acme.example/lightning/r/Opportunity/a%3Ab/view'],
  ['that would leave the path', '../x?y', 'https://acme.example/lightning/r/Opportunity/..%2Fx%3Fy/view'],
])('the address of a record %s', (_, id, url) => {
  expect(recordUrl(links, id)).toBe(url)
})

test('there is none where no CRM has one', () => {
  expect(recordUrl([], '006A')).toBeNull()
})

test.each([
  ['no address', 'javascript:alert("{id}")'],
  ['no place for the id', 'https://acme.example/'],
])('a pattern with %s is refused', (_, crmUrl) => {
  const sources = [{ name: 'crm', kind: 'salesforce', path: 'x', crmUrl }]
  expect(configSchema.safeParse({ sources }).success).toBe(false)
})
