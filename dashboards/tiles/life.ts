import { filterNames } from './filters.ts'
import type { TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import type { Title } from './tile.ts'

type Filters = NonNullable<TileQuery['filters']>

/** The filters by whose values lives of deals are followed, and the kind that the model calls each. */
const kinds = { territory: 'territory', method: 'method', team: 'team', segment: 'segment' } as const

/** Whose deals are followed: everybody's, or those of the one filter that is set; null for what is not followed. */
export function followed(
  view: 'cycle_survival' | 'cycle_curve',
  scope: Scope,
): { readonly filters: Filters; readonly name: string } | null {
  const set = filterNames.filter((name) => scope[name] !== null)
  const [first] = set
  if (set.length > 1 || first === 'rep') return null
  const value = first && scope[first]
  const equals = (member: 'kind' | 'member' | 'member_id', text: string): Filters => [
    { member: `${view}.${member}`, operator: 'equals', values: [text] },
  ]
  if (!first || !value)
    return {
      filters: [...equals('kind', 'all'), ...equals('member_id', 'all')],
      name: scope.words.title.everyone,
    }
  return { filters: [...equals('kind', kinds[first]), ...equals('member', value)], name: value }
}

/** Titles of what is told of all deals ever created: it knows no period. */
export const lifeTitle = (
  measure: string,
  unit: string,
  name: string,
  { words, format, calendar }: Scope,
): Title => ({
  measure,
  unit,
  scope: name,
  period: words.life.period(format.day(calendar.today)),
  isOwnPeriod: true,
})
