import { isEverything } from './filters.ts'
import type { Member, TileQuery } from './member.ts'
import type { Scope } from './scope.ts'

type Filters = NonNullable<TileQuery['filters']>

/**
 * The filters of what is kept for the whole company and for each member of one kind: the member that is chosen, or
 * none. Null where anything else is chosen, for then its numbers would be of more than was asked for.
 */
export function keptWhole(
  scope: Scope,
  by?: { readonly kind: 'method' | 'segment' | 'territory'; readonly member: Member },
): Filters | null {
  if (!isEverything(by ? { ...scope, [by.kind]: null } : scope)) return null
  const value = by ? scope[by.kind] : null
  return by && value !== null ? [{ member: by.member, operator: 'equals', values: [value] }] : []
}
