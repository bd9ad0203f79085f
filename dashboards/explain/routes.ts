import { Router } from 'express'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { type AskedOptions, askedTile } from '../asked-tile.ts'
import type { Visitors } from '../identity/visitor.ts'
import type { TileQuery } from '../tiles/member.ts'
import { definitionsOf } from './definitions.ts'
import type { Explanation } from './explanation.ts'

interface ExplainOptions extends AskedOptions {
  readonly visitors: Visitors
  readonly cube: Pick<Cube, 'load' | 'meta' | 'sql'>
}

/** Who may read the statements that the warehouse is asked: those who answer for the numbers. */
const readers: readonly CubeUser['role'][] = ['analyst', 'admin']

/** `GET /explain`: how the numbers of a tile come about, for whoever may see the tile. */
export function explainRoutes({ visitors, ...options }: ExplainOptions): Router {
  const router = Router()
  const { cube } = options
  router.get(
    '/explain',
    visitors.only(async ({ user }, request, response) => {
      const { tile, scope, context } = await askedTile(user, request, options)
      const queries = tile.queries(scope)
      const mayRead = readers.includes(user.role)
      const explanation: Explanation = {
        build: context.build.id,
        definitions: definitionsOf(queries, await cube.meta(user)),
        queries: await Promise.all(
          queries.map(async (query) => ({ query, sql: mayRead ? await sqlOf(query, user, cube) : null })),
        ),
      }
      response.json(explanation)
    }),
  )
  return router
}

async function sqlOf(
  query: TileQuery,
  user: CubeUser,
  cube: Pick<Cube, 'sql'>,
): Promise<NonNullable<Explanation['queries'][number]['sql']>> {
  const { statements } = await cube.sql(query, user)
  return {
    text: statements.map(({ sql }) => sql).join(';\n'),
    values: statements.flatMap(({ params }) => params),
  }
}
