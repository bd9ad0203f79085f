import { type Filters, filterNames, narrowingOf } from './filters.ts'
import { compareWith } from './period.ts'

/** Filters as the URL has them; a period of null is the default one. */
export interface Choice extends Omit<Filters, 'period'> {
  readonly period: string | null
}

/** Reads the filters of a query string. What is not understood is as if it were not there. */
export function parseChoice(search: string): Choice {
  const params = new URLSearchParams(search)
  return {
    period: params.get('period'),
    ...narrowingOf((name) => params.get(name)),
    compare: compareWith.find((one) => one === params.get('compare')) ?? 'prior',
  }
}

/** The query string of filters: empty where all are the default. */
export function choiceText({ period, compare, ...narrowing }: Choice): string {
  const params = new URLSearchParams()
  if (period !== null) params.set('period', period)
  for (const name of filterNames) {
    const value = narrowing[name]
    if (value !== null) params.set(name, value)
  }
  if (compare !== 'prior') params.set('compare', compare)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
