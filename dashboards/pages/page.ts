import type { CubeUser } from '../../cube/security.ts'
import type { Messages } from '../messages/en.ts'
import type { FilterName } from '../tiles/filters.ts'
import type { Tile } from '../tiles/tile.ts'

export type Role = CubeUser['role']

/** Where the navigation has a page. */
export type PageGroup = keyof Messages['page']['groups']

/** Which tiles a page shows, the most important first. */
export interface Page {
  readonly id: string
  /** Where it is: `/data`. */
  readonly path: string
  readonly title: (words: Messages) => string
  readonly group: PageGroup
  /** Who may open it; everybody where none are named. */
  readonly roles?: readonly Role[]
  /** What its numbers can be narrowed to; null where they are of no period either. */
  readonly filters: readonly FilterName[] | null
  /** What a page without filters answers. */
  readonly question?: (words: Messages) => string
  /** True for the page of questions of one's own, which has no tiles. */
  readonly isExplore?: boolean
  /** True for the page of what is sent, which has no tiles either. */
  readonly isReports?: boolean
  /** True where people submit forecasts. */
  readonly takesSubmissions?: boolean
  readonly figures: readonly Tile[]
  readonly details: readonly { readonly tile: Tile; readonly width: 'half' | 'full' }[]
}

export const mayOpen = ({ roles }: Pick<Page, 'roles'>, role: Role): boolean => roles?.includes(role) ?? true

/** Every tile of a page, in its order. */
export const tilesOf = ({ figures, details }: Pick<Page, 'figures' | 'details'>): readonly Tile[] => [
  ...figures,
  ...details.map(({ tile }) => tile),
]
