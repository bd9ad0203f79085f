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

function change(changed: Partial<Choice>): void {
  const choice = { ...parseChoice(location.search), ...changed }
  history.pushState(null, '', `${location.pathname}${choiceText(choice)}`)
  dispatchEvent(new Event(CHANGED))
}

/** The URL's filters, and how to change them: each change is a step that the browser's back undoes. */
export function useUrlFilters(): [Choice, (changed: Partial<Choice>) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search)
  return [parseChoice(search), change]
}
