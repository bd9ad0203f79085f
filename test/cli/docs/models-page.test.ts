import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { modelsPage } from '../../../cli/docs/models-page.ts'
import { models } from '../../../models/index.ts'

describe('docs/models.md', () => {
  const page = modelsPage()
  const sectionOf = (name: string): string =>
    page.split(`\n### ${name}\n`)[1]?.split('\n## ')[0]?.split('\n### ')[0] ?? ''

  test('is current', () => {
    const written = readFileSync(resolve(import.meta.dirname, '../../../docs/models.md'), 'utf8')
    expect(written, 'write it anew with: npm run docs:models').toBe(page)
  })

  test.each(models.map((model) => [model.name, model] as const))('has all of %s', (name, model) => {
    const section = sectionOf(name)
    expect(section).toContain(model.grain)
    for (const column of Object.keys(model.columns)) expect(section).toContain(`| \`${column}\` | `)
    for (const audit of model.audits ?? []) expect(section).toContain(`- ${audit.severity}: ${audit.name}`)
  })

  test('says what a table reads, what a column joins, and of settings and the work what they hold', () => {
    expect(sectionOf('mart_rep_month')).toContain('[fct_quota](#fct_quota)')
    expect(sectionOf('fct_opportunity')).toContain('joins [dim_channel](#dim_channel)')
    expect(sectionOf('stg_quota')).toContain('[landed_quota](sources.md#quota)')
    expect(sectionOf('company')).toContain('| `timezone` | text | yes |')
    expect(sectionOf('ops_audit')).toContain('| `severity` |')
  })
})
