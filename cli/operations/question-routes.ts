import { once } from 'node:events'
import { type Request, type Response, Router } from 'express'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { SqlError } from '../../cube/sql/sql-error.ts'
import { answering } from '../../dashboards/answering.ts'
import type { SavedQuestion } from '../../models/contract/extension.ts'
import { readManifest } from '../../models/warehouse/builds.ts'
import { SQL_DATABASE } from '../sql-server.ts'
import { csvLine } from './csv-line.ts'

/**
 * `GET /api/questions/NAME.csv`: the answer to a saved question, for whoever asks by a token: in the header
 * `Authorization`, or as `?token=` for spreadsheets, which can send no header.
 */
export function questionRoutes(home: string, cube: Cube): Router {
  const router = Router()
  router.get(
    '/api/questions/:name.csv',
    answering(async (request, response) => {
      response.set('Cache-Control', 'no-store')
      const user = await cube.userOf(tokenOf(request)).catch(() => null)
      if (!user) return refuse(response, 401, 'A token is needed', 'make one: salesops user token NAME')
      const manifest = readManifest(home, cube.current().id)
      const questions = manifest?.extension?.questions ?? []
      const question = questions.find(({ name }) => name === request.params.name)
      if (!manifest || !question)
        return refuse(
          response,
          404,
          `There is no question ${request.params.name}`,
          `name one of ${questions.map(({ name }) => name).join(', ') || 'those in extend: questions/'}`,
        )
      await answer(question, { cube, user, zone: manifest.company.timezone }, response)
    }),
  )
  return router
}

function tokenOf({ headers, query }: Request): string | undefined {
  if (headers.authorization !== undefined) return headers.authorization
  return typeof query.token === 'string' ? query.token : undefined
}

function refuse(response: Response, status: number, error: string, cure: string): void {
  response
    .status(status)
    .json({ error: `${error}.`, code: status === 404 ? 'not_found' : 'unauthorised', cure })
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
  const { streamSql } = await import('../../cube/sql/ask-sql.ts')
  try {
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
  } catch (error) {
    // Cut off in the middle, an answer must not look like a whole one.
    if (response.headersSent) response.destroy()
    else if (error instanceof SqlError)
      response
        .status(error.state === '42501' ? 403 : 400)
        .json({ error: error.message, code: error.state, cure: error.hint ?? 'correct the question' })
    else throw error
  }
}
