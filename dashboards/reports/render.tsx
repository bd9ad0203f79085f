import { readFile } from 'node:fs/promises'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { contextOf, type ServedBuild } from '../context.ts'
import { en } from '../messages/en.ts'
import type { Row, TileQuery } from '../tiles/member.ts'
import { defaultPeriod } from '../tiles/period.ts'
import { scopeOf } from '../tiles/scope.ts'
import { definitionsOf } from './appendix.ts'
import type { ReportDefinition } from './definition.ts'
import { loadTiles } from './load-tiles.ts'
import { ReportPage } from './report-page.tsx'

interface RenderOptions {
  readonly definition: ReportDefinition
  readonly cube: Pick<Cube, 'load' | 'meta'>
  /** Whose rights the report is made with. */
  readonly user: CubeUser
  readonly build: ServedBuild
}

export interface RenderedReport {
  /** One file that needs no other: styles and drawings are in it, no script is. */
  readonly html: string
  readonly title: string
  readonly build: string
}

/**
 * Renders a report of a build, with the same tiles and drawings as the pages.
 * @throws ReportError where a tile fails, or is empty where it should not be
 */
export async function renderReport({
  definition,
  cube,
  user,
  build,
}: RenderOptions): Promise<RenderedReport> {
  const words = en
  const context = await contextOf(build, cube, user)
  const { company } = context
  const { period, ...filters } = definition.filters
  const scope = scopeOf(
    { ...filters, period: period ?? defaultPeriod(context.calendar) },
    { ...context, words },
  )
  const ask = askOnce(cube, user)
  const [figures, details, meta] = await Promise.all([
    loadTiles(definition.figures, definition, scope, ask),
    loadTiles(definition.details, definition, scope, ask),
    cube.meta(user),
  ])
  const tiles = [...figures, ...details].map(({ tile }) => tile)
  const title = definition.title(words)
  const page = createElement(ReportPage, {
    title,
    context,
    scope,
    figures,
    details,
    definitions: definitionsOf(tiles, scope, meta),
  })
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(`${title}, ${company.name}`)}</title><style>${await styles()}</style>`
  const html = `<!doctype html>\n<html lang="${words.language}" data-theme="light"><head>${head}</head><body>${renderToStaticMarkup(page)}</body></html>\n`
  return { html, title, build: context.build.id }
}

/** Tiles that ask the same get the same answer. */
function askOnce(cube: Pick<Cube, 'load'>, user: CubeUser): (query: TileQuery) => Promise<readonly Row[]> {
  const answers = new Map<string, Promise<readonly Row[]>>()
  return (query) => {
    const key = JSON.stringify(query)
    const answer = answers.get(key) ?? cube.load(query, user).then(({ data }) => data)
    answers.set(key, answer)
    return answer
  }
}

const styleSheets = ['../web/src/tokens.css', '../web/src/tile.css', './report.css']

async function styles(): Promise<string> {
  const texts = await Promise.all(styleSheets.map((path) => readFile(new URL(path, import.meta.url), 'utf8')))
  return texts.join('\n').replace(/\/\*[\s\S]*?\*\//g, '')
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
