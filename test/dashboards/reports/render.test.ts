import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cube } from '../../../cube/server.ts'
import type { ServedBuild } from '../../../dashboards/context.ts'
import { weeklyExecutive } from '../../../dashboards/reports/definitions/weekly-executive.ts'
import { renderReport } from '../../../dashboards/reports/render.ts'
import { bookings } from '../../../dashboards/tiles/bookings.ts'
import { defineTile, type Tile } from '../../../dashboards/tiles/tile.ts'
import { winRate } from '../../../dashboards/tiles/win-rate.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { reader, sampleCube } from '../served.ts'

let cube: Cube
let build: ServedBuild
beforeAll(async () => {
  cube = await sampleCube()
  const { manifest } = sampleBuild()
  build = { manifest, publishedAt: manifest.finishedAt }
})
afterAll(() => cube?.close())

const render = (definition = weeklyExecutive) => renderReport({ definition, cube, user: reader, build })

/** A report with one tile in it. */
const reportOf = (tile: Tile, period: string | null = null) => ({
  ...weeklyExecutive,
  filters: { ...weeklyExecutive.filters, period },
  figures: [{ tile }],
  details: [],
})

describe('weekly executive report', () => {
  test('is one file that needs no other and runs nothing', async () => {
    const html = await (await render()).page()
    expect(html).not.toMatch(/<(script|link|img|iframe|object)\b/i)
    expect(html).not.toMatch(/url\(\s*['"]?(?!#)|@import|\s(src|href)=["'](?!#)/i)
    expect(html.match(/<svg [^>]*xmlns/g)?.length).toBeGreaterThanOrEqual(4)
  })

  test('says first how fresh and sound its build is', async () => {
    const html = await (await render()).page()
    const { manifest } = build
    const top = html.slice(0, html.indexOf('class="details"'))
    expect(top).toContain(manifest.id)
    expect(top).toContain('15 Nov 2026')
    expect(top).toContain('Sample company')
    const quarantined = manifest.sources.reduce((sum, source) => sum + source.quarantined, 0)
    expect(top).toContain(`${quarantined} records quarantined`)
    for (const { name } of manifest.sources) expect(top).toContain(`<th scope="row">${name}</th>`)
  })

  test('shows the numbers of the semantic layer', async () => {
    const html = await (await render()).page()
    const { data } = await cube.load(
      {
        measures: ['bookings.amount', 'bookings.win_rate'],
        timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: ['2026-11-01', '2026-11-15'] }],
      },
      reader,
    )
    expect(html).toContain(`data-tile="bookings" data-value="${data[0]?.['bookings.amount']}"`)
    expect(html).toContain(`data-tile="win-rate" data-value="${data[0]?.['bookings.win_rate']}"`)
  })

  test('tells how each number is computed', async () => {
    const html = await (await render()).page()
    const appendix = html.slice(html.indexOf('class="definitions"'))
    expect(appendix).toContain('Win rate by count = W / (W + L)')
    expect(appendix).toContain('Quota attainment = bookings / quota')
  })
})

test('a key figure among the details is told whole, in every form', async () => {
  const report = await render({
    ...weeklyExecutive,
    changes: null,
    figures: [],
    details: [{ tile: winRate }],
  })
  const [row] = (
    await cube.load(
      {
        measures: ['bookings.win_rate'],
        timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: ['2026-11-01', '2026-11-15'] }],
      },
      reader,
    )
  ).data
  const value = `${(Number(row?.['bookings.win_rate']) * 100).toFixed(1)}%`
  const { html, text } = await report.mail()
  expect(html).toContain(value)
  expect(text).toContain(value)
  expect(await pdfText(await report.pdf())).toContain(value)
})

describe('a report with a gap is not given out', () => {
  test('where a tile fails', async () => {
    const broken = defineTile({
      ...bookings,
      queries: () => ({ now: { measures: ['bookings.amount'], dimensions: ['quota.rep_name'] } }),
      view: () => ({ kind: 'empty', reason: 'never reached' }),
    })
    await expect(render(reportOf(broken))).rejects.toMatchObject({ code: 'tile_failed', tile: 'bookings' })
  })

  test('where a tile is empty that should not be', async () => {
    const nothing = defineTile({
      ...winRate,
      queries: () => 'No deal was closed in this period.',
      view: () => ({ kind: 'empty', reason: 'never reached' }),
    })
    await expect(render(reportOf(nothing))).rejects.toMatchObject({
      code: 'tile_empty',
      tile: 'win-rate',
      message: expect.stringContaining('No deal was closed in this period.'),
    })
  })
})
