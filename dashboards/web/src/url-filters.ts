import { useSyncExternalStore } from 'react'
import { type Choice, choiceText, parseChoice } from '../../tiles/choice.ts'

const CHANGED = 'salesops-filters'

function subscribe(onChange: () => void): () => void {
  addEventListener('popstate', onChange)
  addEventListener(CHANGED, onChange)
  return () => {
    removeEventListener('popstate', onChange)
    removeEventListener(CHANGED, onChange)
  }
}

/** The query string of the URL. */
export const useSearch = (): string => useSyncExternalStore(subscribe, () => location.search)

/** Gives the URL another query string: a step that the browser's back undoes. */
export function goTo(search: string): void {
  history.pushState(null, '', `${location.pathname}${search}`)
  dispatchEvent(new Event(CHANGED))
}

const change = (changed: Partial<Choice>): void =>
  goTo(choiceText({ ...parseChoice(location.search), ...changed }))

/** The URL's filters, and how to change them. */
export function useUrlFilters(): [Choice, (changed: Partial<Choice>) => void] {
  return [parseChoice(useSearch()), change]
}
