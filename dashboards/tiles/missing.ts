import type { EntityFeed } from '../../models/contract/ops/build-manifest.ts'
import type { Messages } from '../messages/en.ts'
import type { Scope } from './scope.ts'

/** An entity that a tile cannot do without. */
export type Need = keyof Messages['missing']['things']

/** True where no record of an entity has loaded from any source. */
export function isMissing(need: Need, { entities }: Pick<Scope, 'entities'>): boolean {
  return entities[need].loaded === 0
}

/** Which file to drop where, for a tile whose data no source has; null where it has all that it needs. */
export function missingWords(needs: readonly Need[], scope: Scope): string | null {
  const need = needs.find((one) => isMissing(one, scope))
  if (need === undefined) return null
  const { missing } = scope.words
  const places = alike(scope.entities[need].feeds).map((feeds) => placeOf(feeds, scope))
  return missing.drop(missing.things[need], places)
}

/** Feeds of the same files together: two CRMs of a kind take the same. */
function alike(feeds: readonly EntityFeed[]): readonly (readonly [EntityFeed, ...EntityFeed[]])[] {
  const groups = new Map<string, [EntityFeed, ...EntityFeed[]]>()
  for (const feed of feeds) {
    const key = `${feed.kind} ${feed.files.join()}`
    const group = groups.get(key)
    if (group) group.push(feed)
    else groups.set(key, [feed])
  }
  return [...groups.values()]
}

function placeOf(feeds: readonly [EntityFeed, ...EntityFeed[]], { words: { missing } }: Scope): string {
  const [{ files, kind }] = feeds
  const names = feeds.flatMap(({ source }) => source ?? [])
  if (names.length === 0) return missing.inKind(missing.or(files), kind)
  const place = kind === 'mapped' ? missing.byMapping : missing.inSource
  return place(missing.or(files), missing.or(names))
}
