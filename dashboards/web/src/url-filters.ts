import { useSyncExternalStore } from 'react'
import type { CompareWith } from '../../tiles/period.ts'
import type { Filters } from '../../tiles/scope.ts'

/** Filters as the URL has them; a period of null is the default one. */
export interface Choice extends Omit<Filters, 'period'> {
  readonly period: string | null
}

/** Reads the filters of a query string. What is not understood is as if it were not there. */
export function parseChoice(search: string): Choice {
  const params = new URLSearchParams(search)
  return {
    period: params.get('period'),
    territory: params.get('territory'),
    method: params.get('method'),
    compare: params.get('compare') === 'last-year' ? 'last-year' : 'prior',
  }
}

/** The query string of filters: empty where all are the default. */
export function choiceText({ period, territory, method, compare }: Choice): string {
  const params = new URLSearchParams()
  if (period !== null) params.set('period', period)
  if (territory !== null) params.set('territory', territory)
  if (method !== null) params.set('method', method)
  if (compare !== ('prior' satisfies CompareWith)) params.set('compare', compare)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

const CHANGED = 'salesops-filters'

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange)
  addEventListener(CHANGED, onChange)
  return () => {
    removeEventListener('popstate', onChange)
    removeEventListener(CHANGED, onChange)
  }
}

/** The URL's filters, and how to change them: each change is a step that the browser's back undoes. */
export function useUrlFilters(): [Choice, (change: Partial<Choice>) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const choice = parseChoice(search)
  const change = (changed: Partial<Choice>): void => {
    history.pushState(null, '', `${location.pathname}${choiceText({ ...choice, ...changed })}`)
    dispatchEvent(new Event(CHANGED))
  }
  return [choice, change]
}
