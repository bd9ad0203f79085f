import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cube } from '../../cube/server.ts'
import { type Context, contextOf } from '../../dashboards/context.ts'
import { en } from '../../dashboards/messages/en.ts'
import { overview } from '../../dashboards/pages/overview.ts'
import { weeklyExecutive } from '../../dashboards/reports/definitions/weekly-executive.ts'
import { activitiesPerWin } from '../../dashboards/tiles/activities-per-win.ts'
import { attainment } from '../../dashboards/tiles/attainment.ts'
import { bookingsByMonth } from '../../dashboards/tiles/bookings-by-month.ts'
import { everything, type Filters } from '../../dashboards/tiles/filters.ts'
import type { Row, TileQuery } from '../../dashboards/tiles/member.ts'
import { repTable } from '../../dashboards/tiles/rep-table.ts'
import { type Scope, scopeOf } from '../../dashboards/tiles/scope.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { reader, sampleCube } from './served.ts'

/** Every tile of pages and reports, once. */
const tiles = [
  ...new Map(
    [
      ...overview.figures,
      ...[...overview.details, ...weeklyExecutive.figures, ...weeklyExecutive.details].map(
        ({ tile }) => tile,
      ),
    ].map((tile) => [tile.id, tile] as const),
  ),
]

const thisYear: Filters = { period: 'this-year', compare: 'prior', ...everything }

let cube: Cube
let context: Context
beforeAll(async () => {
  cube = await sampleCube()
  const { manifest } = sampleBuild()
  context = await contextOf({ manifest, publishedAt: manifest.finishedAt }, cube, reader)
})
afterAll(() => cube?.close())

const scopeFor = (filters: Partial<Filters>): Scope =>
  scopeOf({ ...thisYear, ...filters }, { ...context, words: en })
const ask = async (query: TileQuery): Promise<readonly Row[]> => (await cube.load(query, reader)).data

describe('a tile that opens records', () => {
  const reaching = tiles.filter(([, tile]) => tile.drill)

  test.each(reaching)('%s: gives those of the whole, or of each of its parts', async (_, tile) => {
    const scope = scopeFor({ period: 'last-year' })
    const view = await tile.load(scope, ask)
    const parts = view.kind === 'kpi' || view.kind === 'empty' ? [null] : (view.parts ?? [])
    if (view.kind === 'chart' || view.kind === 'table') expect(parts).toHaveLength(view.table.rows.length)
    const drills = parts.flatMap((part) =>
      part || view.kind === 'kpi' ? (tile.drill?.(part, scope) ?? []) : [],
    )
    expect(drills.length).toBeGreaterThan(0)
    for (const { query, columns, id } of drills.slice(0, 3)) {
      const rows = await ask(query)
      expect(rows.length).toBeGreaterThan(0)
      for (const { member } of columns) expect(rows[0]).toHaveProperty([member])
      expect(new Set(rows.map((row) => row[id ?? ''])).size).toBe(rows.length)
    }
  })

  test('gives records that add up to the number that they stand behind', async () => {
    const scope = scopeFor({ period: 'last-year', method: 'Field' })
    const view = await overview.figures[0]?.load(scope, ask)
    const drill = overview.figures[0]?.drill?.(null, scope)
    const rows = drill ? await ask(drill.query) : []
    const sum = rows.reduce(
      (total, row) => total + Math.round(Number(row['bookings.company_amount']) * 1e6),
      0,
    )
    expect(view?.kind === 'kpi' && Math.round(Number(view.raw) * 1e6)).toBe(sum)
  })
})

describe('a tile is answered by the semantic layer', () => {
  test.each(tiles)('%s: for the whole company', async (_, tile) => {
    const view = await tile.load(scopeFor({}), ask)
    expect(view.kind).not.toBe('empty')
    const { measure, unit, scope, period } = tile.title(scopeFor({}))
    expect([measure, unit, scope, period]).not.toContain('')
  })

  test.each(tiles)('%s: filtered', async (_, tile) => {
    const [territory, method] = ['Bangkok', 'Field']
    const scope = scopeFor({ period: 'last-12-months', compare: 'last-year', territory, method })
    // Some are of the whole company whatever is chosen, and say so.
    if (tile.title(scope).scope === en.title.everyone) return
    for (const { filters } of tile.queries(scope)) {
      expect(JSON.stringify(filters)).toMatch(/Bangkok.*Field/)
    }
    const view = await tile.load(scope, ask)
    // No quota is set by selling method.
    if (tile.id === 'attainment') expect(view.kind).toBe('empty')
  })

  test.each(tiles)('%s: says so where there is nothing', async (_, tile) => {
    const scope = scopeFor({ territory: 'Atlantis' })
    if (tile.title(scope).scope === en.title.everyone) return
    const view = await tile.load(scope, ask)
    if (view.kind === 'empty') expect(view.reason).toMatch(/\.$/)
    else expect(view.kind === 'kpi' && Number(view.raw)).toBe(0)
  })
})

test('a chart and its table hold the same numbers', async () => {
  const view = await bookingsByMonth.load(scopeFor({}), ask)
  if (view.kind !== 'chart' || view.chart.kind !== 'columns') throw new Error('no columns')
  const actual = view.chart.series.findIndex(({ code }) => code === 'AC')
  const told = view.table.rows.map((row) => row[actual + 1]?.raw ?? null)
  expect(view.chart.series[actual]?.values).toEqual(told.map((raw) => (raw === null ? null : Number(raw))))
  // Months to come have a quota and no actual.
  expect(told).toHaveLength(12)
  expect(told.at(-1)).toBeNull()
})

test('a rep with fewer than ten closed deals has a faint win rate, and bookings sort the table', async () => {
  const view = await repTable.load(scopeFor({}), ask)
  if (view.kind !== 'table') throw new Error('no table')
  const { columns, rows } = view.table
  const at = (id: string): number => columns.findIndex((column) => column.id === id)
  for (const row of rows) {
    expect(row[at('win-rate')]?.faint === true).toBe(Number(row[at('closed')]?.raw) < 10)
  }
  const booked = rows.map((row) => Number(row[at('bookings')]?.raw))
  expect(booked).toEqual(booked.toSorted((a, b) => b - a))
  expect(rows.length).toBeGreaterThan(5)
})

describe('a company that sets no quota and keeps no activity', () => {
  /** The sample company's answers, as if it had neither. */
  const without = async (query: TileQuery): Promise<readonly Row[]> =>
    (await ask(query)).map((row) => ({
      ...row,
      ...('quota.amount' in row && { 'quota.amount': '0.000000', 'quota.attainment': null }),
      ...('activity.count' in row && { 'activity.count': '0', 'activity.activities_per_win': '0' }),
    }))

  test('has no months that reached quota', async () => {
    const view = await bookingsByMonth.load(scopeFor({}), without)
    if (view.kind !== 'chart' || view.chart.kind !== 'columns') throw new Error('no columns')
    expect(view.message).toBeNull()
    expect(view.chart.series.map(({ code }) => code)).toEqual(['PY', 'AC'])
  })

  test('is told so in the place of an attainment, and of an effort of nothing', async () => {
    expect(await attainment.load(scopeFor({}), without)).toEqual({ kind: 'empty', reason: en.empty.noQuota })
    expect(await activitiesPerWin.load(scopeFor({}), without)).toEqual({
      kind: 'empty',
      reason: en.empty.noEffort,
    })
  })
})
