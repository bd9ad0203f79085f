import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contextOf } from '../../dashboards/context.ts'
import { csvLine } from '../../dashboards/exports/csv-line.ts'
import { workbook } from '../../dashboards/exports/workbook.ts'
import { en } from '../../dashboards/messages/en.ts'
import { overview } from '../../dashboards/pages/overview.ts'
import { tilesOf } from '../../dashboards/pages/page.ts'
import { type Choice, choiceText } from '../../dashboards/tiles/choice.ts'
import { everything } from '../../dashboards/tiles/filters.ts'
import { type Scope, scopeOf } from '../../dashboards/tiles/scope.ts'
import { readAccessLog } from '../../models/state/access-log.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { workbookCells } from '../support/workbook-cells.ts'
import { reader, type Served, serveSample } from './served.ts'

const choice: Choice = { ...everything, period: 'last-year', compare: 'prior', method: 'Field' }

let served: Served
let scope: Scope

beforeAll(async () => {
  served = await serveSample('/nowhere')
  const { manifest } = sampleBuild()
  const context = await contextOf({ manifest, publishedAt: manifest.finishedAt }, served.cube, reader)
  scope = scopeOf({ ...choice, period: 'last-year' }, { ...context, words: en })
})
afterAll(() => served?.close())

const fetched = (query: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${served.url}/api/export${choiceText(choice)}&${new URLSearchParams(query)}`)

async function csv(query: Readonly<Record<string, string>>): Promise<string[][]> {
  const response = await fetched({ format: 'csv', ...query })
  if (!response.ok) throw new Error(await response.text())
  const lines = (await response.text()).split('\r\n').slice(0, -1)
  return lines.map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .slice(0, -1)
      .map(([, text = '']) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)),
  )
}

/** The cells of a workbook's first sheet. */
async function cells(response: Response): Promise<(string | number)[][]> {
  return workbookCells(new Uint8Array(await response.arrayBuffer()))[0] ?? []
}

describe('a tile is taken away as it is shown', () => {
  test.each(tilesOf(overview).map((tile) => [tile.id, tile] as const))('%s', async (id, tile) => {
    const view = await tile.load(scope, async (query) => (await served.cube.load(query, reader)).data)
    if (view.kind === 'empty') {
      expect((await fetched({ what: 'tile', tile: id, format: 'csv' })).status).toBe(404)
      return
    }
    const [, ...rows] = await csv({ what: 'tile', tile: id })
    if (view.kind === 'kpi') expect(rows[0]?.[1]).toBe(view.raw)
    else
      expect(rows).toEqual(
        view.table.rows.map((row) =>
          row.map(({ text, raw }, index) =>
            view.table.columns[index]?.numeric && raw !== undefined ? (raw ?? '') : text,
          ),
        ),
      )
  })

  test('as a workbook with typed cells', async () => {
    const response = await fetched({ what: 'tile', tile: 'reps', format: 'xlsx' })
    expect(response.headers.get('content-type')).toContain('spreadsheetml')
    const [, ...rows] = await csv({ what: 'tile', tile: 'reps' })
    const [, ...typed] = await cells(response)
    expect(typed.map(([name, amount]) => [name, amount])).toEqual(
      rows.map(([name, amount]) => [name, Number(amount)]),
    )
  })
})

describe('records are taken away', () => {
  test('all of them, and they add up', async () => {
    const [heads, ...rows] = await csv({ what: 'records', tile: 'bookings' })
    expect(heads).toEqual(['Id', 'Deal', 'Account', 'Owner', 'Amount', 'Closed', 'Cycle, days'])
    const [figure] = (await csv({ what: 'tile', tile: 'bookings' })).slice(1)
    const cents = (text: string | undefined): number => Math.round(Number(text) * 1e6)
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.reduce((sum, row) => sum + cents(row[4]), 0)).toBe(cents(figure?.[1]))
    expect(rows[0]?.[5]).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('of one bar', async () => {
    const [, ...bars] = await csv({ what: 'tile', tile: 'yield-by-territory' })
    const [name = '', , , closed] = bars[0] ?? []
    const [, ...rows] = await csv({ what: 'records', tile: 'yield-by-territory', part: name, label: name })
    expect(rows).toHaveLength(Number(closed))
  })
})

test('what is taken away is noted, with its reader and without a value', async () => {
  await fetched({ what: 'records', tile: 'win-rate', format: 'xlsx' })
  const [line] = await readAccessLog(served.state, { limit: 1 })
  expect(line).toMatchObject({ event: 'export', user_name: reader.name, detail: 'records win-rate xlsx' })
})

test.each([
  ['a tile that there is not', { what: 'tile', tile: 'nope', format: 'csv' }, 404, 'tile_unknown'],
  ['a form that there is not', { what: 'tile', tile: 'bookings', format: 'pdf' }, 400, 'export_unknown'],
  ['records of what has none', { what: 'records', tile: 'attainment', format: 'csv' }, 404, 'export_empty'],
])('%s is refused', async (_, query, status, code) => {
  const response = await fetched(query)
  expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code })])
})

describe('no text is a formula', () => {
  const hostile = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("x","y")']

  test('in CSV', () => {
    for (const text of hostile) expect(csvLine([text])).toMatch(/^"?'/)
    expect(csvLine(['-12.5', '+3', 'plain', null])).toBe('-12.5,+3,plain,\r\n')
  })

  test('in a workbook, where it is text to the letter', async () => {
    const rows = hostile.map((value) => [{ value, kind: 'text' as const }])
    const file = await workbook([{ name: 'x', sheet: { heads: ['=head'], rows } }], [['=what', '=value']], en)
    const [[head] = [], ...read] = await cells(new Response(new Uint8Array(file)))
    expect(head).toBe('=head')
    expect(read).toHaveLength(hostile.length)
    expect(read[0]).toEqual(['=1+1'])
  })
})
