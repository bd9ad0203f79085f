import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import { readRoster } from '../../../dashboards/identity/roster.ts'
import { en } from '../../../dashboards/messages/en.ts'
import { reports } from '../../../dashboards/reports/definitions/index.ts'
import { weeklyExecutive } from '../../../dashboards/reports/definitions/weekly-executive.ts'
import { renderReport } from '../../../dashboards/reports/render.ts'
import type { RenderedReport } from '../../../dashboards/reports/rendered-report.ts'
import type { TracedFigure } from '../../../dashboards/reports/traced.ts'
import { defineTile } from '../../../dashboards/tiles/tile.ts'
import { winRate } from '../../../dashboards/tiles/win-rate.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { workbookCells } from '../../support/workbook-cells.ts'
import { reader, sampleCube } from '../served.ts'

let cube: Cube
let manager: CubeUser
beforeAll(async () => {
  cube = await sampleCube()
  const { people } = await readRoster(cube)
  const boss = people.find(({ isManager, title }) => isManager && /manager/i.test(title ?? ''))
  manager = { name: 'boss', role: 'manager', repId: boss?.repId ?? '' }
})
afterAll(() => cube?.close())

const definitions = [...reports.values()]

function render(definition: (typeof definitions)[number], user: CubeUser): Promise<RenderedReport> {
  const { manifest } = sampleBuild()
  return renderReport({ definition, cube, user, build: { manifest, publishedAt: manifest.finishedAt } })
}

/** Texts of HTML, without its marks. */
const textOf = (html: string): string =>
  html
    .replace(/<(style|head)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')

/** Spaces are no part of what is read: a line may end anywhere. */
const squeezed = (text: string): string => text.replace(/\s+/g, '')

async function isOfCube({ value, source }: TracedFigure, user: CubeUser): Promise<boolean> {
  if (!source) return false
  const { data } = await cube.load(source.query, user)
  return String(data[source.row]?.[source.member]) === value
}

describe.each(['admin', 'manager'] as const)('as %s', (role) => {
  const user = (): CubeUser => (role === 'admin' ? reader : manager)

  test.each(definitions.map((definition) => [definition.name, definition] as const))(
    '%s: each figure is an answer of the semantic layer, in every format',
    async (_, definition) => {
      const report = await render(definition, user())
      expect(report.figures.length).toBeGreaterThan(3)
      const untraced = report.figures.filter(({ source }) => source === null)
      for (const { place } of untraced) expect(['waterfall']).toContain(place)
      for (const figure of report.figures)
        if (figure.source)
          expect([figure.place, await isOfCube(figure, user())]).toEqual([figure.place, true])

      const tables = definition.details.filter(({ tile }) => tile.form === 'table').map(({ tile }) => tile.id)
      const kpis = definition.figures.map(({ tile }) => tile.id)
      const written = report.figures.filter(({ place }) => [...tables, ...kpis, 'changes'].includes(place))
      const page = squeezed(textOf(await report.page()))
      const pdf = squeezed(await pdfText(await report.pdf()))
      for (const { text } of written) {
        expect(page).toContain(squeezed(text))
        expect(pdf).toContain(squeezed(text))
      }
      const mail = await report.mail()
      const onPageOne = written.filter(({ place }) => !tables.includes(place))
      for (const { text } of onPageOne) {
        expect(squeezed(textOf(mail.html))).toContain(squeezed(text))
        expect(squeezed(mail.text)).toContain(squeezed(text))
      }
      const numbers = new Set(workbookCells(await report.xlsx()).flat(2))
      for (const { place, value } of report.figures)
        if (place !== 'changes') expect([place, numbers.has(Number(value))]).toEqual([place, true])
    },
    60_000,
  )
})

describe('the sentences of page one', () => {
  test('tell the three heaviest changes, each with figures that lead back', async () => {
    const report = await render(weeklyExecutive, reader)
    const told = report.figures.filter(({ place }) => place === 'changes')
    expect(told.length).toBeGreaterThanOrEqual(9)
    const members = new Set(told.map(({ source }) => source?.member))
    expect([...members]).toContain('known_change.amount')
  })

  test('are of the reader: a manager has other sums than the company', async () => {
    const [whole, own] = await Promise.all([
      render(weeklyExecutive, reader),
      render(weeklyExecutive, manager),
    ])
    const sums = ({ figures }: RenderedReport): string[] =>
      figures.filter(({ place }) => place === 'changes').map(({ value }) => value)
    expect(sums(own)).not.toEqual(sums(whole))
  })
})

describe('what a reader has no right to', () => {
  test.each([
    ['monthly-review', 'lead-source-yield', en.sources.measure],
    ['forecast-accuracy', 'calibration', en.accuracy.calibration],
  ])('%s: the tile %s is left out, and each form says so', async (name, tile, title) => {
    const definition = reports.get(name)
    if (!definition) throw new Error(`no ${name}`)
    const [own, whole] = [await render(definition, manager), await render(definition, reader)]
    const places = ({ figures }: RenderedReport) => figures.map(({ place }) => place)
    expect(places(whole)).toContain(tile)
    expect(places(own)).not.toContain(tile)
    const { html, text } = await own.mail()
    for (const page of [textOf(await own.page()), textOf(html), text, await pdfText(await own.pdf())])
      expect(squeezed(page)).toContain(squeezed(`your role does not see it: ${title}`))
    expect(squeezed(textOf(await whole.page()))).not.toContain(squeezed('your role does not see it'))
  })

  test('is one thing, a member that there is not is another: that fails', async () => {
    const broken = defineTile({
      ...winRate,
      queries: () => ({ now: { measures: ['bookings.nothing' as 'bookings.amount'] } }),
      view: () => ({ kind: 'empty', reason: 'never reached' }),
    })
    const definition = { ...weeklyExecutive, figures: [], details: [{ tile: broken, mayBeEmpty: true }] }
    await expect(render(definition, manager)).rejects.toMatchObject({ code: 'tile_failed' })
  })
})

describe('a picture with nothing on it', () => {
  test('fails the mail', async () => {
    const blank = defineTile({
      ...winRate,
      id: 'blank',
      form: 'lines',
      queries: () => ({}),
      view: () => ({
        kind: 'chart',
        message: null,
        chart: {
          kind: 'bars',
          label: 'nothing',
          names: [],
          panels: [],
        },
        table: { columns: [], rows: [] },
      }),
    })
    const report = await render({ ...weeklyExecutive, figures: [], details: [{ tile: blank }] }, reader)
    await expect(report.mail()).rejects.toMatchObject({ code: 'picture_blank', tile: 'blank' })
  })
})

test('a report in Thai is Thai in its charts too, and can be read out of the PDF', async () => {
  const { manifest } = sampleBuild()
  const report = await renderReport({
    definition: weeklyExecutive,
    cube,
    user: reader,
    build: { manifest, publishedAt: manifest.finishedAt },
    language: 'th',
  })
  const text = squeezed(await pdfText(await report.pdf()))
  expect(text).toContain(squeezed(report.title))
  expect(text).toContain('ก.ย.')
  expect(text).toContain('มัธยฐาน')
})

describe('the mail', () => {
  test('is made for programs that know little', async () => {
    const { html, pictures } = await (await render(weeklyExecutive, reader)).mail()
    expect(html).not.toMatch(/<(script|link|style|svg|video|form|iframe)\b/i)
    expect(html).not.toMatch(/(src|href)="(?!cid:)/i)
    for (const { cid, alt, png } of pictures) {
      expect(html).toContain(`src="cid:${cid}"`)
      expect(alt.length).toBeGreaterThan(20)
      expect([...png.slice(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG')
    }
    expect(html.match(/<img /g)).toHaveLength(pictures.length)
    expect(Buffer.byteLength(html)).toBeLessThan(102_000)
  })
})
