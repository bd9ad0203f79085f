import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as aq from 'arquero'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentBuild } from '../../models/warehouse/builds.ts'
import { dataset } from '../support/datasets.ts'
import { TestCompany } from '../support/test-company.ts'
import { dayNumber, monthOf } from './company.ts'
import { expectSameRows, type TableRow } from './table-slices.ts'

const today = '2026-11-15'

interface Raw {
  readonly [column: string]: string
}

interface Activity {
  readonly type: string
  readonly owner: string
  readonly day: string
  readonly seconds: number | null
}

/** Rows of a table that a replication tool wrote. */
function csv(folder: string, name: string): Raw[] {
  return aq
    .fromCSV(readFileSync(join(folder, `${name}_data.csv`), 'utf8'), { autoType: false })
    .objects() as Raw[]
}

/** A company with one of the folders as its CRM, whose days are UTC's. */
async function built(kind: 'salesforce' | 'hubspot', folder: string): Promise<TestCompany> {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { name: Seeds, currency: USD, timezone: UTC, fiscalYearStart: 1, weekStart: monday, locale: en }
sources:
  - { name: crm, kind: ${kind}, path: ${JSON.stringify(folder)} }
`,
  )
  expect((await company.run({}, new Date(`${today}T12:00:00Z`))).outcome).toBe('published')
  return company
}

/** Rows of a query by the names of its columns. */
async function read(company: TestCompany, columns: readonly string[], from: string): Promise<TableRow[]> {
  const build = currentBuild(company.home)?.build ?? ''
  const rows = await company.rows(build, `select ${columns.join(', ')} from ${from}`)
  const names = columns.map((column) => column.split(' as ').at(-1) ?? '')
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])) as TableRow)
}

/** The tables that activities are counted in. */
async function expectActivities(company: TestCompany, all: readonly Activity[]): Promise<void> {
  const person = 'join dim_rep using (rep_key)'
  const facts = await read(
    company,
    ['activity_type as type', 'rep_id as owner', 'occurred_on as day', 'duration_seconds as seconds'],
    `fct_activity ${person}`,
  )
  expectSameRows(
    facts,
    all.map((it) => ({ ...it })),
    { dims: ['type', 'owner', 'day'], numbers: ['seconds'] },
  )
  const effort = await read(
    company,
    [
      'activity_type as type',
      'rep_id as owner',
      'activities',
      'deals_won',
      'deals_closed',
      'activities_to_win',
      'activities_to_close',
    ],
    `mart_selling_effort ${person}`,
  )
  const counted = all.map(({ type, owner }) => ({
    type,
    owner,
    activities: 1,
    deals_won: 0,
    deals_closed: 0,
    activities_to_win: 0,
    activities_to_close: 0,
  }))
  expectSameRows(effort, counted, {
    dims: ['type', 'owner'],
    numbers: ['activities', 'deals_won', 'deals_closed', 'activities_to_win', 'activities_to_close'],
  })
}

/** Figures of each person and month, of which one of many is told by each item. */
function byMonth(items: readonly { owner: string; day: string; figure: string }[]): TableRow[] {
  const rows = new Map<string, Record<string, string | number>>()
  for (const { owner, day, figure } of items) {
    const month = monthOf(day)
    const row = rows.get(`${owner}/${month}`) ?? { owner, month, activities: 0, created_deals: 0 }
    row[figure] = Number(row[figure]) + 1
    rows.set(`${owner}/${month}`, row)
  }
  return [...rows.values()]
}

const monthColumns = [
  'rep_id as owner',
  'month_start as month',
  'activities',
  'created_deals',
  'bookings_amount',
  'created_amount',
  'open_amount',
]

async function expectMonths(company: TestCompany, expected: readonly TableRow[]): Promise<void> {
  const found = await read(company, monthColumns, 'mart_rep_month join dim_rep using (rep_key)')
  const money = { bookings_amount: 0, created_amount: 0, open_amount: 0 }
  expectSameRows(
    found,
    expected.map((row) => ({ ...row, ...money })),
    {
      dims: ['owner', 'month'],
      numbers: ['activities', 'created_deals', ...Object.keys(money)],
    },
  )
}

const salesforce = dataset('fivetran_salesforce_seeds') ?? ''

describe.skipIf(salesforce === '')('tables of Salesforce as a replication tool writes them', () => {
  let company: TestCompany
  beforeAll(async () => {
    company = await built('salesforce', salesforce)
  })
  afterAll(() => company?.remove())

  const activities = (): Activity[] => [
    ...csv(salesforce, 'sf_task').map((row) => ({
      type:
        row.task_subtype === 'Call' || row.task_subtype === 'Email' ? row.task_subtype.toLowerCase() : 'task',
      owner: row.owner_id ?? '',
      day: (row.completed_date_time || row.activity_date || '').slice(0, 10),
      seconds: row.call_duration_in_seconds ? Number(row.call_duration_in_seconds) : null,
    })),
    ...csv(salesforce, 'sf_event').map((row) => ({
      type: row.type?.toLowerCase() || 'meeting',
      owner: row.owner_id ?? '',
      day: (row.start_date_time ?? '').slice(0, 10),
      seconds: row.duration_in_minutes ? Number(row.duration_in_minutes) * 60 : null,
    })),
  ]

  test('every opportunity is deleted, so there is none and no history of any', async () => {
    expect(csv(salesforce, 'sf_opportunity').filter((row) => row.is_deleted !== 'true')).toEqual([])
    for (const table of ['fct_opportunity', 'fct_stage_visit', 'fct_opportunity_version', 'mart_consistency'])
      expect(await read(company, ['count(*) as n'], table)).toEqual([{ n: '0' }])
  })

  test('activities by kind, person and day', () => expectActivities(company, activities()))

  test('months of people', async () => {
    const items = activities().map(({ owner, day }) => ({ owner, day, figure: 'activities' }))
    await expectMonths(company, byMonth(items))
  })
})

const hubspot = dataset('fivetran_hubspot_seeds') ?? ''

describe.skipIf(hubspot === '')('tables of HubSpot as a replication tool writes them', () => {
  let company: TestCompany
  beforeAll(async () => {
    company = await built('hubspot', hubspot)
  })
  afterAll(() => company?.remove())

  const kinds = {
    call: 'call',
    email: 'email',
    note: 'note',
    communication: 'message',
    meeting: 'meeting',
    task: 'task',
  }
  const activities = (): Activity[] =>
    Object.entries(kinds).flatMap(([table, type]) =>
      csv(hubspot, `engagement_${table}`).flatMap((row) => {
        const at = row.property_hs_timestamp || row.start_time || row.property_hs_createdate || ''
        // Seconds that were taken for milliseconds: such meetings are quarantined.
        if (at.startsWith('1970')) return []
        return [
          { type, owner: row.property_hubspot_owner_id || 'unknown', day: at.slice(0, 10), seconds: null },
        ]
      }),
    )
  const deals = (): { owner: string; created: string; createdAt: string }[] =>
    csv(hubspot, 'deal').map((row) => {
      const createdAt = row.property_createdate ?? ''
      return { owner: row.owner_id || 'unknown', created: createdAt.slice(0, 10), createdAt }
    })

  test('deals: open, and none tells its amount', async () => {
    const columns = [
      'status',
      'created_on as created',
      'age_days',
      'amount',
      'cycle_days',
      'push_count',
      'activities',
    ]
    const found = await read(company, columns, 'fct_opportunity')
    const expected = deals().map(({ created }) => ({
      status: 'open',
      created,
      age_days: dayNumber(today) - dayNumber(created),
      amount: null,
      cycle_days: null,
      push_count: 0,
      activities: 0,
    }))
    expectSameRows(found, expected, { dims: ['status', 'created'], numbers: columns.slice(2) })
  })

  test('their visits and versions: one each, since their creation', async () => {
    const visits = await read(
      company,
      ['cast(entered_at as date) as created', 'visit_number', 'days_in_stage as days'],
      'fct_stage_visit',
    )
    const asOf = Date.parse(`${today}T12:00:00Z`)
    const entered = deals().map(({ created, createdAt }) => ({
      created,
      visit_number: 1,
      days: (asOf - Date.parse(`${createdAt.replace(' ', 'T')}Z`)) / 86_400_000,
    }))
    expectSameRows(visits, entered, { dims: ['created'], numbers: ['visit_number', 'days'] })
    const versions = await read(
      company,
      ['valid_on as created', 'status', 'version_number', 'amount'],
      'fct_opportunity_version',
    )
    const began = deals().map(({ created }) => ({ created, status: 'open', version_number: 1, amount: null }))
    expectSameRows(versions, began, { dims: ['created', 'status'], numbers: ['version_number', 'amount'] })
  })

  test('activities by kind, person and day', () => expectActivities(company, activities()))

  test('months of people', async () => {
    const done = activities().map(({ owner, day }) => ({ owner, day, figure: 'activities' }))
    const created = deals().map((deal) => ({ owner: deal.owner, day: deal.created, figure: 'created_deals' }))
    await expectMonths(company, byMonth([...done, ...created]))
  })
})
