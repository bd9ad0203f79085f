import type { ViewSpec } from '../../models/contract/extension.ts'
import type { Page } from '../pages/page.ts'

/** A view as pages list it: one of the reader's, or one that somebody shares with them. */
export interface ListedView extends ViewSpec {
  readonly id: string
  readonly owner: string
  readonly isOwn: boolean
  readonly isShared: boolean
}

/** The address of a view; null where its page is not among those given. */
export function viewAddress({ page, filters }: ViewSpec, pages: readonly Page[]): string | null {
  const found = pages.find(({ id }) => id === page)
  if (!found) return null
  const search = new URLSearchParams(filters).toString()
  return search === '' ? found.path : `${found.path}?${search}`
}

/** The filters of an address, as views keep them. */
export const filtersOf = (search: string): ViewSpec['filters'] =>
  Object.fromEntries(new URLSearchParams(search))
