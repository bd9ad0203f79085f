import { type Request, Router } from 'express'
import { z } from 'zod'
import { CubeError } from '../../cube/errors.ts'
import { type AskedOptions, type AskedTile, askedTile } from '../asked-tile.ts'
import type { Visitors } from '../identity/visitor.ts'
import { csvLine } from './csv-line.ts'
import { type Sheet, sheetOfRecords, sheetOfView } from './sheet.ts'
import { type About, workbook } from './workbook.ts'

interface ExportOptions extends AskedOptions {
  readonly visitors: Visitors
  /** Notes who took what away. */
  readonly noteExport: (user: string, what: string) => Promise<void>
}

const wanted = z.object({
  format: z.enum(['csv', 'xlsx']),
  /** `tile`: its numbers; `records`: those behind it, or behind the part that `part` and `label` name. */
  what: z.enum(['tile', 'records']),
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
      const found = await askedTile(user, request, options)
      const sheet = await (asked.what === 'tile' ? sheetOfTile(found) : sheetBehind(found, asked))
      const name = `${found.tile.id}${asked.what === 'records' ? '-records' : ''}`
      await noteExport(user.name, `${asked.what} ${found.tile.id} ${asked.format}`)
      response.set('X-Salesops-Build', found.context.build.id).attachment(`${name}.${asked.format}`)
      if (asked.format === 'xlsx')
        response.type(XLSX).send(await workbook(name, sheet, aboutOf(found, asked)))
      else response.type('text/csv; charset=utf-8').send(csvOf(sheet))
    }),
  )
  return router
}

function wantedOf(request: Request): Wanted {
  const { data } = wanted.safeParse(request.query)
  if (data) return data
  throw new CubeError({
    code: 'export_unknown',
    status: 400,
    message: 'Nothing that can be exported is asked for',
    cure: 'name tile, what (tile or records) and format (csv or xlsx)',
  })
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

const csvOf = ({ heads, rows }: Sheet): string =>
  [heads, ...rows.map((cells) => cells.map(({ value }) => value))].map(csvLine).join('')

function aboutOf({ tile, scope, context, user }: AskedTile, { label }: Wanted): About {
  const { measure, unit, scope: whom, period } = tile.title(scope)
  const { exports: words } = scope.words
  return [
    [words.measure, label === undefined ? measure : `${measure}: ${label}`],
    [words.unit, unit],
    [words.scope, whom],
    [words.period, period],
    [
      words.company,
      context.sample ? `${context.company.name} (${scope.words.page.sample})` : context.company.name,
    ],
    [words.asOf, scope.format.moment(context.build.asOf)],
    [words.build, context.build.id],
    [words.reader, user.name],
  ]
}
