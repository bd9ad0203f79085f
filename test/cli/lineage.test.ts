import { describe, expect, test } from 'vitest'
import { readLineage } from '../../cli/lineage/lineage.ts'
import { stepsOf, treeOf } from '../../cli/lineage/tree.ts'
import { catalogue } from '../../models/catalogue.ts'
import { reader, sampleCube } from '../dashboards/served.ts'
import { cli } from '../support/cli.ts'

const lineage = await readLineage()

const leadsTo = (name: string, direction: 'up' | 'down'): string[] =>
  stepsOf(lineage.columns, name, direction).map(({ id }) => id)

describe('lineage', () => {
  test('leads from an amount to the header of a file, and to pages and reports', () => {
    expect(leadsTo('fct_opportunity.amount', 'up')).toEqual(
      expect.arrayContaining([
        'stg_opportunity.amount',
        'landed_opportunity.amount',
        'Salesforce Opportunity: Amount',
        'Sheets exchange_rate: rate',
      ]),
    )
    const down = leadsTo('fct_opportunity.amount', 'down')
    expect(down).toEqual(
      expect.arrayContaining([
        'mart_rep_month.bookings_amount',
        'opportunities.amount',
        'bookings.amount',
        'quota.attainment',
        'tile bookings',
        'page overview',
        'report weekly-executive',
      ]),
    )
    expect(down).not.toContain('bookings.cycle_days_avg')
  })

  test('leads from what a tile shows back to files', () => {
    expect(leadsTo('tile attainment', 'up')).toEqual(
      expect.arrayContaining([
        'quota.attainment',
        'fct_quota.amount',
        'Salesforce ForecastingQuota: QuotaAmount',
      ]),
    )
  })

  test('every member rests on columns that there are, and tiles on members that there are', () => {
    const { columns } = lineage
    const known = (id: string): boolean => {
      const [table = '', column = ''] = id.split('.')
      return column in (catalogue.get(table)?.columns ?? {})
    }
    for (const id of columns.ids) {
      if (columns.kindOf(id) === 'column') expect(known(id), `${id} is a column`).toBe(true)
      if (columns.kindOf(id) === 'header') continue
      for (const source of columns.next(id, 'up'))
        expect(columns.ids, `${id} names ${source}`).toContain(source)
    }
    const members = columns.ids.filter((id) => columns.kindOf(id) === 'member')
    expect(members.length).toBeGreaterThan(100)
    const loose = members.filter((id) => !leadsTo(id, 'up').some(known))
    expect(loose).toEqual([])
    expect(members.filter((id) => catalogue.has(id.split('.')[0] ?? ''))).toEqual([])
  })

  test('has every member that Cube has', async () => {
    const cube = await sampleCube()
    try {
      const { cubes } = await cube.meta(reader)
      const members = cubes.flatMap(({ measures, dimensions, segments }) =>
        [...measures, ...dimensions, ...segments].map(({ name }) => name),
      )
      expect(members).toContain('bookings.amount')
      expect(members.filter((name) => lineage.columns.kindOf(name) !== 'member')).toEqual([])
    } finally {
      await cube.close()
    }
  })

  test('a tree names what it showed before by its name only', () => {
    const tree = treeOf(lineage.columns, 'fct_opportunity.amount', 'down')
    expect(tree).toContain('      tile bookings ...')
    expect(tree.filter((line) => line.trim() === 'tile bookings')).toHaveLength(1)
  })
})

describe('salesops lineage', () => {
  test('prints a table with what it reads, what decides its rows and what uses it', async () => {
    const { code, stdout } = await cli(['lineage', 'mart_rep_month'])
    expect(code).toBe(0)
    expect(stdout).toContain('Made from\n')
    expect(stdout).toMatch(/Which rows there are is decided by\n.*fct_opportunity\.status/)
    expect(stdout).toMatch(/Used by\n(.*\n)* {2}rep_months\n(.*\n)* {4}quota\n/)
  })

  test('prints JSON of one direction', async () => {
    const { stdout } = await cli(['lineage', 'bookings.win_rate', '--up', '--json'])
    const { name, kind, up, down } = JSON.parse(stdout)
    expect({ name, kind, down }).toEqual({ name: 'bookings.win_rate', kind: 'member', down: undefined })
    expect(up[0]).toEqual({ id: 'bookings.win_rate', kind: 'member', next: ['opportunities.win_rate'] })
    expect(up.map(({ id }: { id: string }) => id)).toContain('landed_opportunity.is_won')
  })

  test('names the nearest name where there is none such', async () => {
    const { code, stderr } = await cli(['lineage', 'fct_opportunity.amout'])
    expect(code).toBe(1)
    expect(stderr).toContain('did you mean fct_opportunity.amount?')
  })
})
