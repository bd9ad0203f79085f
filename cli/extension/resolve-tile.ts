import type { z } from 'zod'
import type { ModelFile } from '../../cube/model-check.ts'
import { type MemberItem, type ViewItem, viewItems } from '../../cube/view-items.ts'
import { tileIds } from '../../dashboards/tiles/index.ts'
import type { FigureUnit, TileMeasure, TileSpec } from '../../models/contract/extension.ts'
import { nearest } from '../../pipelines/sources/nearest.ts'
import type { pagesFile, reportsFile, tilesFile } from './extension-schema.ts'
import { invalid } from './read-extension.ts'

/** An entry of a file, and `file:line` of a part of it. */
export interface Placed<T> {
  readonly value: T
  readonly at: (...path: readonly (string | number)[]) => string
}

type TileEntry = z.output<typeof tilesFile>['tiles'][number]
type PageEntry = z.output<typeof pagesFile>['pages'][number]
type ReportEntry = z.output<typeof reportsFile>['reports'][number]

/**
 * A tile with the titles and units that the model gives its members.
 * @throws CliError `extension_invalid` where a member is not in the model, or of another kind
 */
export function resolveTile({ value: tile, at }: Placed<TileEntry>, files: readonly ModelFile[]): TileSpec {
  const known = new Map(viewItems(files).map((item) => [`${item.view}.${item.name}`, item]))
  const find = (member: string, kind: ViewItem['kind'], ...path: (string | number)[]): MemberItem => {
    const found = known.get(member)
    if (found?.kind === kind) return found.item
    const alike = nearest(
      member,
      [...known].flatMap(([name, it]) => (it.kind === kind ? [name] : [])),
    )
    const cure = alike ? `did you mean ${alike}?` : `name a ${kind} of a view, as docs/metrics.md lists them`
    throw invalid(`${at(...path)}: ${member} is no ${kind} of a view`, cure)
  }
  const [first, ...others] = tile.measures.map((measure, i): TileMeasure => {
    const member = typeof measure === 'string' ? measure : measure.member
    const item = find(member, 'measure', 'measures', i)
    const title = typeof measure === 'string' ? (item.title ?? item.name) : measure.title
    return { member, title, unit: unitOf(item) }
  })
  if (!first) throw invalid(`${at('measures')}: no measure`, 'name at least one')
  const byMember = typeof tile.by === 'string' ? tile.by : tile.by?.member
  const by = byMember === undefined ? undefined : find(byMember, 'dimension', 'by')
  if (tile.time !== undefined && find(tile.time, 'dimension', 'time').type !== 'time')
    throw invalid(`${at('time')}: ${tile.time} is no time dimension`, 'name one of type time')
  const view = first.member.split('.')[0]
  const filterOf = (name: string): string | undefined =>
    known.has(`${view}.${name}`) ? `${view}.${name}` : undefined
  return {
    id: tile.id,
    title: tile.title,
    form: tile.form,
    measures: [first, ...others],
    ...(by &&
      byMember && {
        by: {
          member: byMember,
          title: typeof tile.by === 'object' ? tile.by.title : (by.title ?? sentence(by.name)),
        },
      }),
    time: tile.time,
    filters: Object.entries(tile.where).map(([member, values]) => {
      find(member, 'dimension', 'where', member)
      return { member, operator: 'equals', values: [values].flat() }
    }),
    better: tile.better,
    territory: filterOf('territory_name'),
    method: filterOf('channel_name'),
  }
}

/** `account_segment` -> `Account segment`. */
const sentence = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`

function unitOf({ format, meta }: MemberItem): FigureUnit {
  if (format === 'currency') return 'money'
  if (format === 'percent') return 'percent'
  return meta?.unit === 'days' ? 'days' : 'number'
}

/**
 * Tiles have ids of their own, and pages and reports name tiles that there are.
 * @throws CliError `extension_invalid`
 */
export function checkTiles(
  specs: readonly TileSpec[],
  placed: readonly Placed<TileEntry>[],
  users: readonly Placed<PageEntry | ReportEntry>[],
): void {
  const ids = new Set(tileIds)
  for (const { value, at } of placed) {
    if (ids.has(value.id))
      throw invalid(`${at('id')}: there is a tile ${value.id} already`, 'give yours another id')
    ids.add(value.id)
  }
  const known = [...tileIds, ...specs.map(({ id }) => id)]
  for (const { value, at } of users) {
    for (const [part, tiles] of [
      ['figures', value.figures],
      ['details', value.details],
    ] as const) {
      for (const [i, entry] of tiles.entries()) {
        const tile = typeof entry === 'string' ? entry : entry.tile
        if (ids.has(tile)) continue
        const alike = nearest(tile, known)
        throw invalid(
          `${at(part, i)}: there is no tile ${tile}`,
          alike ? `did you mean ${alike}?` : `name one of ${known.join(', ')}`,
        )
      }
    }
  }
}
