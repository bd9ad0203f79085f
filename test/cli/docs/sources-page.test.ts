import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sourcesPage } from '../../../cli/docs/sources-page.ts'
import type { Entity } from '../../../models/contract/entity.ts'
import { contract } from '../../../models/contract/index.ts'

describe('docs/sources.md', () => {
  const page = sourcesPage()

  test('is current', () => {
    const written = readFileSync(resolve(import.meta.dirname, '../../../docs/sources.md'), 'utf8')
    expect(written, 'write it anew with: npm run docs:sources').toBe(page)
  })

  test.each(Object.values<Entity>(contract))('has every column of $name', ({ name, columns }) => {
    const section = page.split(`\n## ${name}\n`)[1]?.split('\n## ')[0] ?? ''
    for (const [column, { doc }] of Object.entries(columns)) {
      expect(section).toContain(`| \`${column}\` | `)
      expect(section).toContain(doc)
    }
  })

  test('names the headers that feed a column, those of a report and of HubSpot too', () => {
    const row = page.split('\n').find((line) => line.startsWith('| `close_date` | date |'))
    expect(row).toContain('Salesforce: `CloseDate`; HubSpot: `closedate`, `Close Date`')
  })
})
