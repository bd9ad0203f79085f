import type { Request } from 'express'
import { CubeError } from '../cube/errors.ts'
import type { Cube, CubeUser } from '../cube/server.ts'
import type { Context, ServedBuild } from './context.ts'
import { readersLanguage } from './language.ts'
import type { Messages } from './messages/en.ts'
import { messagesOf } from './messages/index.ts'
import { pagesWith } from './pages/index.ts'
import { mayOpen, tilesOf } from './pages/page.ts'
import { buildOf } from './served-builds.ts'
import { parseChoice } from './tiles/choice.ts'
import type { Row, TileQuery } from './tiles/member.ts'
import { defaultPeriod } from './tiles/period.ts'
import { type Scope, scopeOf } from './tiles/scope.ts'
import type { Tile } from './tiles/tile.ts'

/** What a request is about: somebody's answers of one build. */
export interface Asked {
  readonly user: CubeUser
  readonly context: Context
  /** In the language that the reader has chosen. */
  readonly words: Messages
  /** Asks with the rights of whoever asked, of the build that they see. */
  readonly ask: (query: TileQuery) => Promise<readonly Row[]>
}

/** A tile of a page that the reader may open, in the scope that they see it in. */
export interface AskedTile extends Asked {
  readonly tile: Tile
  readonly scope: Scope
}

export interface AskedOptions {
  readonly home: string
  readonly cube: Pick<Cube, 'load'>
  readonly contexts: (build: ServedBuild) => Promise<Context>
}

/** The build and the reader of a request, whose `build` names another than the current one where it has to. */
export async function askedBy(
  user: CubeUser,
  request: Request,
  { home, cube, contexts }: AskedOptions,
): Promise<Asked> {
  const build = buildOf(home, request.query.build)
  if (!build) throw notThere('no_build', 'No build is published yet', 'run: salesops run')
  const context = await contexts(build)
  const ask = async (query: TileQuery) => (await cube.load(query, user, build.manifest.id)).data
  const words = messagesOf(readersLanguage(request, context.company.locale))
  return { user, context, words, ask }
}

/** The tile that a request names by `tile` and the filters of its page. @throws CubeError `tile_unknown` */
export async function askedTile(user: CubeUser, request: Request, options: AskedOptions): Promise<AskedTile> {
  const asked = await askedBy(user, request, options)
  const { context, words } = asked
  const tile = pagesWith(context.extension)
    .filter((page) => mayOpen(page, user.role))
    .flatMap(tilesOf)
    .find(({ id }) => id === request.query.tile)
  if (!tile)
    throw notThere(
      'tile_unknown',
      `There is no tile ${request.query.tile}`,
      'name one of a page that you see',
    )
  const { period, ...choice } = parseChoice(searchOf(request))
  const filters = { period: period ?? defaultPeriod(context.calendar), ...choice }
  return { ...asked, tile, scope: scopeOf(filters, { ...context, words, role: user.role }) }
}

/** The query string of a request, as the browser's `location.search` has it. */
export const searchOf = ({ url }: Request): string => url.replace(/^[^?]*/, '')

function notThere(code: string, message: string, cure: string): CubeError {
  return new CubeError({ code, status: 404, message, cure })
}
