import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServing } from '../../cli/serving.ts'
import type { Cube } from '../../cube/server.ts'
import { contextOf } from '../../dashboards/context.ts'
import { en } from '../../dashboards/messages/en.ts'
import { overview } from '../../dashboards/pages/overview.ts'
import { weeklyExecutive } from '../../dashboards/reports/definitions/weekly-executive.ts'
import { renderReport } from '../../dashboards/reports/render.ts'
import { everything } from '../../dashboards/tiles/filters.ts'
import { scopeOf } from '../../dashboards/tiles/scope.ts'
import type { Tile, TileView } from '../../dashboards/tiles/tile.ts'
import { currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { entityFeeds } from '../../pipelines/sources/feeds.ts'
import { TestCompany } from '../support/test-company.ts'
import { reader } from './served.ts'

const mapping = `files:
  "deals*.csv":
    - entity: opportunity
      fields:
        opportunity_id: id
        name: id
        owner_id: rep
        stage_name: stage
        amount: amount
        created_at: created
        close_date: closed
        is_closed: { column: stage, values: { Won: true, Lost: true, "*": false } }
        is_won: { column: stage, values: { Won: true, "*": false } }
`

/** Deals that closed in the last 60 days, so that the running quarter or the one before has results. */
function deals(): string {
  const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const rows = Array.from({ length: 60 }, (_, i) => {
    const stage = ['Won', 'Lost', 'Open'][i % 3]
    return `D${i},${i % 2 ? 'Ann' : 'Bob'},${stage},${100 + i},${day(i + 40)},${stage === 'Open' ? '' : day(i)}`
  })
  return `id,rep,stage,amount,created,closed\n${rows.join('\n')}\n`
}

const company = new TestCompany()
let cube: Cube
let views: ReadonlyMap<string, TileView>

const noQuota = 'No quotas yet. Drop quota.csv in a source of kind sheets.'
const noActivity =
  'No activities yet. Drop activity.csv in the source deals and map it (salesops init-mapping proposes how).'

beforeAll(async () => {
  company.write('exports/deals.csv', deals())
  company.write('mapping.yml', mapping)
  company.write(
    'salesops.yml',
    'sources:\n  - { name: deals, kind: mapped, path: exports, mapping: mapping.yml }\n',
  )
  expect((await company.run()).outcome).toBe('published')
  cube = await openServing(company.home, '30%')
  const context = await contextOf(build(), cube, reader)
  const scope = scopeOf(
    { period: 'last-12-months', compare: 'prior', ...everything },
    { ...context, words: en },
  )
  const tiles = [...overview.figures, ...overview.details.map(({ tile }) => tile)]
  views = new Map(
    await Promise.all(
      tiles.map(async (tile) => {
        const view = await tile.load(scope, async (query) => (await cube.load(query, reader)).data)
        return [tile.id, view] as const
      }),
    ),
  )
})

afterAll(async () => {
  await cube?.close()
  company.remove()
})

function build() {
  const pointer = currentBuild(company.home)
  const manifest = pointer && readManifest(company.home, pointer.build)
  if (!manifest) throw new Error('no build')
  return { manifest, publishedAt: manifest.finishedAt }
}

describe('a company with one file of deals', () => {
  test('is told which file to drop where there is no quota and no activity', () => {
    expect(views.get('attainment')).toEqual({ kind: 'empty', reason: noQuota })
    expect(views.get('activities-per-win')).toEqual({ kind: 'empty', reason: noActivity })
  })

  test('sees its deals in all other tiles, and no column or bar of what it does not have', () => {
    const empty = [...views].filter(([, { kind }]) => kind === 'empty').map(([id]) => id)
    expect(empty.sort()).toEqual(['activities-per-win', 'attainment'])
    const reps = views.get('reps')
    if (reps?.kind !== 'table') throw new Error('no table')
    const columns = reps.table.columns.map(({ id }) => id)
    expect(columns).toEqual(['rep', 'bookings', 'win-rate', 'closed', 'cycle', 'variation'])
    for (const row of reps.table.rows) expect(row).toHaveLength(columns.length)
    const bookings = views.get('bookings')
    expect(bookings?.kind === 'kpi' && bookings.progress).toBeUndefined()
    const months = views.get('bookings-by-month')
    if (months?.kind !== 'chart' || months.chart.kind !== 'columns') throw new Error('no columns')
    expect(months.chart.series.map(({ code }) => code)).not.toContain('PL')
  })

  test('reads the same words in its report', async () => {
    const report = await renderReport({
      definition: {
        ...weeklyExecutive,
        filters: { ...weeklyExecutive.filters, period: 'last-12-months' },
      },
      cube,
      user: reader,
      build: build(),
    })
    const html = await report.page()
    expect(html).toContain(`<p class="empty">${noQuota}</p>`)
    expect(html).toContain(`<p class="empty">${noActivity}</p>`)
  })
})

describe('a tile needs what its queries are about', () => {
  const things = {
    quota: 'quota',
    activity: 'activity',
    bookings: 'opportunity',
    pipeline: 'opportunity',
    forecast: 'opportunity',
    forecast_accuracy: 'opportunity',
  }
  const tiles: readonly Tile[] = [
    ...overview.figures,
    ...[...overview.details, ...weeklyExecutive.figures].map(({ tile }) => tile),
  ]

  test.each(tiles.map((tile) => [tile.id, tile] as const))('%s', async (_, tile) => {
    const context = await contextOf(build(), cube, reader)
    const scope = scopeOf(
      { period: 'last-12-months', compare: 'prior', ...everything },
      { ...context, words: en },
    )
    const views = tile
      .queries(scope)
      .flatMap(({ measures = [] }) => measures.map((measure) => measure.split('.')[0] ?? ''))
    const asked = new Set(views.map((view) => things[view as keyof typeof things]))
    expect(tile.needs.length).toBeGreaterThan(0)
    for (const need of tile.needs) expect(asked).toContain(need)
  })
})

describe('where records of an entity may come from', () => {
  test.each([
    ['quota', [{ name: 'crm', kind: 'salesforce' }], ['ForecastingQuota.csv', 'quota.csv']],
    [
      'quota',
      [
        { name: 'crm', kind: 'hubspot' },
        { name: 'plans', kind: 'sheets' },
      ],
      ['quota.csv'],
    ],
    ['activity', [{ name: 'crm', kind: 'salesforce' }], ['Task.csv', 'Event.csv']],
    ['activity', [{ name: 'crm', kind: 'hubspot' }], ['Call.csv', 'Email.csv']],
    ['activity', [{ name: 'dialer', kind: 'mapped' }], ['activity.csv']],
    ['opportunity', [{ name: 'plans', kind: 'sheets' }], ['Opportunity.csv', 'Deal.csv']],
  ] as const)('%s, of %o', (entity, sources, files) => {
    const feeds = entityFeeds(entity, sources)
    expect(feeds.flatMap((feed) => feed.files)).toEqual(files)
    for (const { kind, source } of feeds)
      expect(source).toBe(sources.find((one) => one.kind === kind)?.name ?? null)
  })
})
