import { type Request, Router } from 'express'
import { z } from 'zod'
import { CubeError } from '../../cube/errors.ts'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { type Asked, type AskedOptions, type AskedTile, askedBy, askedTile, searchOf } from '../asked-tile.ts'
import { columnsOf } from '../explore/answer.ts'
import { viewsOf } from '../explore/members.ts'
import { isAskable, parseQuestion, questionText, restQuery } from '../explore/question.ts'
import type { Visitors } from '../identity/visitor.ts'
import type { Messages } from '../messages/en.ts'
import { formatFor } from '../tiles/format.ts'
import { csvOf } from './csv-line.ts'
import { type Sheet, sheetOfRecords, sheetOfView } from './sheet.ts'
import { type About, workbook } from './workbook.ts'

interface QuestionOptions extends AskedOptions {
  readonly cube: Pick<Cube, 'load' | 'meta'>
}

interface ExportOptions extends QuestionOptions {
  readonly visitors: Visitors
  /** Notes who took what away. */
  readonly noteExport: (user: string, what: string) => Promise<void>
}

const wanted = z.object({
  format: z.enum(['csv', 'xlsx']),
  /** `tile`: its numbers; `records`: those behind it, or behind the part that `part` and `label` name; `question`: Explore's. */
  what: z.enum(['tile', 'records', 'question']),
  part: z.string().optional(),
  label: z.string().optional(),
})
type Wanted = z.infer<typeof wanted>

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * `GET /export`: what a tile shows, or the records behind it, as CSV or XLSX: made of the same answers as the page, with
 * the rights of whoever asks, and noted.
 */
export function exportRoutes({ visitors, noteExport, ...options }: ExportOptions): Router {
  const router = Router()
  router.get(
    '/export',
    visitors.only(async ({ user }, request, response) => {
      const asked = wantedOf(request)
      const { name, what, sheet, about, build, words } =
        asked.what === 'question'
          ? await questionFile(user, request, options)
          : await tileFile(user, request, asked, options)
      await noteExport(user.name, `${what} ${asked.format}`)
      response.set('X-Salesops-Build', build).attachment(`${name}.${asked.format}`)
      if (asked.format === 'xlsx') response.type(XLSX).send(await workbook([{ name, sheet }], about, words))
      else response.type('text/csv; charset=utf-8').send(csvOf(sheet))
    }),
  )
  return router
}

function wantedOf(request: Request): Wanted {
  const { data } = wanted.safeParse(request.query)
  if (data) return data
  throw nothingAsked()
}

const nothingAsked = (): CubeError =>
  new CubeError({
    code: 'export_unknown',
    status: 400,
    message: 'Nothing that can be exported is asked for',
    cure: 'name what (tile, records or question), format (csv or xlsx), and the tile or the question',
  })

interface ExportFile {
  readonly name: string
  /** What it is, for the log. */
  readonly what: string
  readonly sheet: Sheet
  readonly about: About
  readonly build: string
  readonly words: Messages
}

async function tileFile(
  user: CubeUser,
  request: Request,
  asked: Wanted,
  options: AskedOptions,
): Promise<ExportFile> {
  const found = await askedTile(user, request, options)
  const { tile, scope, context } = found
  const { measure, unit, scope: whom, period } = tile.title(scope)
  const text = scope.words.exports
  return {
    name: `${tile.id}${asked.what === 'records' ? '-records' : ''}`,
    what: `${asked.what} ${tile.id}`,
    sheet: await (asked.what === 'tile' ? sheetOfTile(found) : sheetBehind(found, asked)),
    about: [
      [text.measure, asked.label === undefined ? measure : `${measure}: ${asked.label}`],
      [text.unit, unit],
      [text.scope, whom],
      [text.period, period],
      ...origin(found),
    ],
    build: context.build.id,
    words: scope.words,
  }
}

/** All rows of a question: more than an answer may have are an error, never a cut. */
async function questionFile(
  user: CubeUser,
  request: Request,
  { cube, ...options }: QuestionOptions,
): Promise<ExportFile> {
  const question = parseQuestion(searchOf(request))
  const found = await askedBy(user, request, { cube, ...options })
  const view = viewsOf((await cube.meta(user)).cubes).find(({ name }) => name === question?.view)
  if (!question || !view || !isAskable(question)) throw nothingAsked()
  const { limit: _, ...query } = restQuery(question)
  const { build } = found.context
  const { data } = await cube.load(query, user, build.id)
  const columns = columnsOf(question, view)
  return {
    name: view.name,
    what: `question ${view.name}`,
    sheet: {
      heads: columns.map(({ member }) => member.title),
      rows: data.map((row) =>
        columns.map(({ member, cellOf }) => {
          const value = cellOf(row)
          return { value: member.kind === 'day' ? (value?.slice(0, 10) ?? null) : value, kind: member.kind }
        }),
      ),
    },
    about: [[found.words.exports.question, questionText(question)], ...origin(found)],
    build: build.id,
    words: found.words,
  }
}

async function sheetOfTile({ tile, scope, ask }: AskedTile): Promise<Sheet> {
  return sheetOfView(await tile.load(scope, ask), tile.title(scope), scope) ?? nothing(tile.id)
}

async function sheetBehind({ tile, scope, ask }: AskedTile, { part, label }: Wanted): Promise<Sheet> {
  const drill = tile.drill?.(part === undefined ? null : { key: part, label: label ?? part }, scope)
  return drill ? sheetOfRecords(drill, await ask(drill.query), scope) : nothing(tile.id)
}

function nothing(tile: string): never {
  throw new CubeError({ code: 'export_empty', status: 404, message: `${tile} has nothing to export here` })
}

/** Whose numbers they are, of when, and who took them. */
function origin({ context: { company, sample, build }, user, words }: Asked): About {
  const text = words.exports
  return [
    [text.company, sample ? `${company.name} (${words.page.sample})` : company.name],
    [text.asOf, formatFor(company, words.language).moment(build.asOf)],
    [text.build, build.id],
    [text.reader, user.name],
  ]
}
