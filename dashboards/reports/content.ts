import type { Cube, CubeUser } from '../../cube/server.ts'
import { type Context, contextOf, type ServedBuild } from '../context.ts'
import { messagesOf } from '../messages/index.ts'
import { type Language, languageOf } from '../messages/languages.ts'
import type { Row, TileQuery } from '../tiles/member.ts'
import { defaultPeriod } from '../tiles/period.ts'
import { type Scope, scopeOf } from '../tiles/scope.ts'
import type { Tile } from '../tiles/tile.ts'
import { type Definition, definitionsOf } from './appendix.ts'
import { type Change, changesOf } from './changes/changes.ts'
import type { ReportDefinition, ReportTile } from './definition.ts'
import { type LoadedTile, loadTiles } from './load-tiles.ts'
import { readableTiles } from './readable-tiles.ts'

export interface ContentOptions {
  readonly definition: ReportDefinition
  readonly cube: Pick<Cube, 'load' | 'meta'>
  /** Whose rights the report is made with. */
  readonly user: CubeUser
  readonly build: ServedBuild
  /** The company's own where not told. */
  readonly language?: Language
}

/** All that a report says, before it is given a form. */
export interface ReportContent {
  readonly definition: ReportDefinition
  readonly title: string
  readonly context: Context
  readonly scope: Scope
  /** What changed most, heaviest first; null where the report does not tell. */
  readonly changes: readonly Change[] | null
  readonly figures: readonly LoadedTile[]
  readonly details: readonly LoadedTile[]
  /** Tiles of the definition that the reader has no right to. */
  readonly leftOut: readonly Tile[]
  readonly definitions: readonly Definition[]
}

/**
 * Asks all that a report says of a build, with the same tiles as the pages.
 * @throws ReportError where a tile fails, or is empty where it should not be
 */
export async function loadContent({
  definition,
  cube,
  user,
  build,
  language,
}: ContentOptions): Promise<ReportContent> {
  const context = await contextOf(build, cube, user)
  const words = messagesOf(language ?? languageOf(context.company.locale))
  const { period, ...filters } = definition.filters
  const scope = scopeOf(
    { ...filters, period: period ?? defaultPeriod(context.calendar) },
    { ...context, words, role: user.role },
  )
  const ask = askOnce(cube, user, context.build.id)
  const { changes: span } = definition
  const readable = (tiles: readonly ReportTile[]) => readableTiles(tiles, scope, user, cube)
  const [onPageOne, after] = [await readable(definition.figures), await readable(definition.details)]
  const [changes, figures, details, meta] = await Promise.all([
    span === null ? null : changesOf(span, scope, async (query) => ({ query, rows: await ask(query) })),
    loadTiles(onPageOne.shown, definition, scope, ask),
    loadTiles(after.shown, definition, scope, ask),
    cube.meta(user),
  ])
  const tiles = [...figures, ...details].map(({ tile }) => tile)
  return {
    definition,
    title: definition.title(words),
    context,
    scope,
    changes,
    figures,
    details,
    leftOut: [...onPageOne.leftOut, ...after.leftOut],
    definitions: definitionsOf(tiles, scope, meta),
  }
}

/** Tiles that ask the same get the same answer, all of one build. */
function askOnce(
  cube: Pick<Cube, 'load'>,
  user: CubeUser,
  build: string,
): (query: TileQuery) => Promise<readonly Row[]> {
  const answers = new Map<string, Promise<readonly Row[]>>()
  return (query) => {
    const key = JSON.stringify(query)
    const answer = answers.get(key) ?? cube.load(query, user, build).then(({ data }) => data)
    answers.set(key, answer)
    return answer
  }
}
