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
  return missing.drop(
    missing.things[need],
    scope.entities[need].feeds.map((feed) => placeOf(feed, scope)),
  )
}

function placeOf({ files, kind, source }: EntityFeed, { words: { missing } }: Scope): string {
  if (source === null) return missing.inKind(missing.or(files), kind)
  return kind === 'mapped'
    ? missing.byMapping(missing.or(files), source)
    : missing.inSource(missing.or(files), source)
}
