import { parse } from 'yaml'
import type { ModelFile } from './model-check.ts'

/** A member of a cube or view, and what it is computed from, one step back. */
export interface MemberSources {
  /** As queries name it: `bookings.amount`. */
  readonly member: string
  readonly kind: 'dimension' | 'measure' | 'segment'
  /** Other members: `opportunities.amount`. */
  readonly members: ReadonlySet<string>
  /** Columns of tables: `fct_opportunity.amount`. */
  readonly columns: ReadonlySet<string>
}

interface Item {
  readonly name: string
  readonly sql?: string
  readonly type?: string
  readonly filters?: readonly { readonly sql: string }[]
  readonly primary_key?: boolean
  readonly public?: boolean
}

interface CubeItem {
  readonly name: string
  readonly sql_table?: string
  readonly meta?: { readonly tables?: readonly string[] }
  readonly dimensions?: readonly Item[]
  readonly measures?: readonly Item[]
  readonly segments?: readonly Item[]
}

interface Included {
  readonly join_path: string
  readonly includes: '*' | readonly (string | { readonly name: string; readonly alias?: string })[]
  readonly excludes?: readonly string[]
  readonly prefix?: boolean
}

interface ModelItems {
  readonly cubes?: readonly CubeItem[]
  readonly views?: readonly { readonly name: string; readonly cubes: readonly Included[] }[]
}

/** `{CUBE}.column`, `{member}`, `{cube.member}` and `{cube}.column` in the SQL of a member. */
const REFERENCE = /\{(\w+)(?:\.(\w+))?\}(?:\.(\w+))?/g

/** Reads what every member of a model's cubes and views is computed from. Joins between cubes are left out. */
export function memberSources(files: readonly ModelFile[]): readonly MemberSources[] {
  const documents = files.map(({ content }) => parse(content) as ModelItems | null)
  const cubes = new Map(documents.flatMap((it) => it?.cubes ?? []).map((cube) => [cube.name, cube]))
  const ofCubes = [...cubes.values()].flatMap((cube) =>
    itemsOf(cube).map(([kind, item]) => ({
      member: `${cube.name}.${item.name}`,
      kind,
      ...sourcesOf(cube, item, cubes),
    })),
  )
  const ofViews = documents
    .flatMap((it) => it?.views ?? [])
    .flatMap(({ name, cubes: included }) =>
      included.flatMap((part) => shown(name, part, cubes.get(part.join_path.split('.').at(-1) ?? ''))),
    )
  return [...ofCubes, ...ofViews]
}

function itemsOf(cube: CubeItem): [MemberSources['kind'], Item][] {
  const { dimensions = [], measures = [], segments = [] } = cube
  return [
    ...dimensions.map((item): [MemberSources['kind'], Item] => ['dimension', item]),
    ...measures.map((item): [MemberSources['kind'], Item] => ['measure', item]),
    ...segments.map((item): [MemberSources['kind'], Item] => ['segment', item]),
  ]
}

/** The table that a cube is of; one that narrows it by SQL of its own names it in its meta. */
const tableOf = ({ name, sql_table, meta }: CubeItem): string => sql_table ?? meta?.tables?.[0] ?? name

function sourcesOf(
  cube: CubeItem,
  item: Item,
  cubes: ReadonlyMap<string, CubeItem>,
): Pick<MemberSources, 'members' | 'columns'> {
  const members = new Set<string>()
  const columns = new Set<string>()
  const texts = [item.sql, ...(item.filters ?? []).map(({ sql }) => sql)].filter((text) => text !== undefined)
  for (const text of texts) {
    if (/^\w+$/.test(text)) columns.add(`${tableOf(cube)}.${text}`)
    for (const [, name = '', member, column] of text.matchAll(REFERENCE)) {
      const named = name === 'CUBE' ? cube : cubes.get(name)
      if (column !== undefined) columns.add(`${named ? tableOf(named) : name}.${column}`)
      else if (member !== undefined) members.add(`${named?.name ?? name}.${member}`)
      else members.add(`${cube.name}.${name}`)
    }
  }
  // What counts rows rests on what tells them apart.
  if (item.type === 'count' && item.sql === undefined) {
    for (const { name, primary_key } of cube.dimensions ?? [])
      if (primary_key) members.add(`${cube.name}.${name}`)
  }
  return { members, columns }
}

function shown(view: string, part: Included, cube: CubeItem | undefined): MemberSources[] {
  if (!cube) return []
  const { includes, excludes = [], prefix } = part
  return itemsOf(cube).flatMap(([kind, item]): MemberSources[] => {
    const named =
      includes === '*'
        ? item.public === false || excludes.includes(item.name)
          ? undefined
          : item.name
        : includes.find((it) => (typeof it === 'string' ? it : it.name) === item.name)
    if (named === undefined) return []
    const name = typeof named === 'string' ? named : (named.alias ?? named.name)
    return [
      {
        member: `${view}.${prefix ? `${cube.name}_` : ''}${name}`,
        kind,
        members: new Set([`${cube.name}.${item.name}`]),
        columns: new Set(),
      },
    ]
  })
}
