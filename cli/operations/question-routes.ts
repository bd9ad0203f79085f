import { once } from 'node:events'
import { type Request, type Response, Router } from 'express'
import { CubeError, faultBody } from '../../cube/errors.ts'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { SqlError } from '../../cube/sql/sql-error.ts'
import { answering } from '../../dashboards/answering.ts'
import { csvLine } from '../../dashboards/exports/csv-line.ts'
import type { SavedQuestion } from '../../models/contract/extension.ts'
import { readManifest } from '../../models/warehouse/builds.ts'
import { SQL_DATABASE } from '../sql-server.ts'

export interface QuestionOptions {
  readonly home: string
  readonly cube: Cube
  /** Notes who took which answer away. */
  readonly noteExport: (user: string, what: string) => Promise<void>
}

/**
 * `GET /api/questions/NAME.csv`: the answer to a saved question, for whoever asks by a token: in the header
 * `Authorization`, or as `?token=` for spreadsheets, which can send no header.
 */
export function questionRoutes({ home, cube, noteExport }: QuestionOptions): Router {
  const router = Router()
  router.get(
    '/api/questions/:name.csv',
    answering(async (request, response) => {
      response.set('Cache-Control', 'no-store')
      try {
        const user = await cube.userOf(tokenOf(request))
        const { question, zone } = questionOf(home, cube.current().id, request.params.name ?? '')
        await noteExport(user.name, `question ${question.name}`)
        await answer(question, { cube, user, zone }, response)
      } catch (error) {
        refuse(response, error)
      }
    }),
  )
  return router
}

function tokenOf({ headers, query }: Request): string | undefined {
  if (headers.authorization !== undefined) return headers.authorization
  return typeof query.token === 'string' ? query.token : undefined
}

/** A question of a build by its name. @throws CubeError `question_unknown` */
function questionOf(home: string, build: string, name: string): { question: SavedQuestion; zone: string } {
  const { extension, company } = readManifest(home, build) ?? {}
  const questions = extension?.questions ?? []
  const question = questions.find((one) => one.name === name)
  if (question && company) return { question, zone: company.timezone }
  throw new CubeError({
    code: 'question_unknown',
    status: 404,
    message: `There is no question ${name}`,
    cure: `name one of ${questions.map((one) => one.name).join(', ') || 'those in extend: questions/'}`,
  })
}

/** Says why there is no answer. Cut off in the middle, one must not look like a whole one. */
function refuse(response: Response, error: unknown): void {
  if (response.headersSent) response.destroy()
  else if (error instanceof CubeError) response.status(error.status).json(faultBody(error))
  else if (error instanceof SqlError)
    response
      .status(error.state === '42501' ? 403 : 400)
      .json({ error: error.message, code: error.state, cure: error.hint ?? 'correct the question' })
  else throw error
}

interface Asked {
  readonly cube: Cube
  readonly user: CubeUser
  readonly zone: string
}

async function answer(
  { name, sql }: SavedQuestion,
  { cube, user, zone }: Asked,
  response: Response,
): Promise<void> {
  // The parser of SQL is loaded where there is something to ask.
  const { streamSql } = await import('../../cube/sql/ask-sql.ts')
  await streamSql(sql, { cube, user, zone, database: SQL_DATABASE }, async ({ build, columns, next }) => {
    let rows = await next()
    response.set('X-Salesops-Build', build).attachment(`${name}.csv`).type('text/csv; charset=utf-8')
    response.write(csvLine(columns.map((column) => column.name)))
    // No faster than it is read, and no longer.
    for (; rows && !response.destroyed; rows = await next())
      if (!response.write(rows.map(csvLine).join('')))
        await Promise.race([once(response, 'drain'), once(response, 'close')])
    response.end()
  })
}
