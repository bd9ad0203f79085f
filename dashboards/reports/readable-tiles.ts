import type { Cube, CubeUser, MetaResult } from '../../cube/server.ts'
import type { TileQuery } from '../tiles/member.ts'
import type { Scope } from '../tiles/scope.ts'
import type { Tile } from '../tiles/tile.ts'
import type { ReportTile } from './definition.ts'

export interface ReadableTiles {
  readonly shown: readonly ReportTile[]
  /** Those that ask for what the reader may not see. */
  readonly leftOut: readonly Tile[]
}

/** Sees the whole model: what it lacks is no question of rights, and fails where it is asked for. */
const seesAll: CubeUser = { name: 'reports', role: 'admin' }

/** Parts tiles by whether a reader has a right to all members that they ask for. */
export async function readableTiles(
  tiles: readonly ReportTile[],
  scope: Scope,
  user: CubeUser,
  cube: Pick<Cube, 'meta'>,
): Promise<ReadableTiles> {
  const mine = membersOf(await cube.meta(user))
  const lacking = new Map(
    tiles.map(({ tile }) => [
      tile,
      tile
        .queries(scope)
        .flatMap(membersAsked)
        .filter((member) => !mine.has(member)),
    ]),
  )
  if ([...lacking.values()].every((members) => members.length === 0)) return { shown: tiles, leftOut: [] }
  const all = membersOf(await cube.meta(seesAll))
  const isDenied = (tile: Tile): boolean => lacking.get(tile)?.some((member) => all.has(member)) ?? false
  return {
    shown: tiles.filter(({ tile }) => !isDenied(tile)),
    leftOut: tiles.flatMap(({ tile }) => (isDenied(tile) ? [tile] : [])),
  }
}

const membersOf = ({ cubes }: MetaResult): ReadonlySet<string> =>
  new Set(cubes.flatMap(({ measures, dimensions }) => [...measures, ...dimensions].map(({ name }) => name)))

const membersAsked = ({ measures = [], dimensions = [], timeDimensions = [] }: TileQuery): string[] => [
  ...measures,
  ...dimensions,
  ...timeDimensions.map(({ dimension }) => dimension),
]
