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
