import { pages as ourPages } from '../../dashboards/pages/index.ts'
import { filterNames } from '../../dashboards/tiles/filters.ts'
import { compareWith, presets } from '../../dashboards/tiles/period.ts'
import type { Extension, ViewSpec } from '../../models/contract/extension.ts'
import { nearest } from '../../pipelines/sources/nearest.ts'
import { invalid } from './read-extension.ts'
import type { Placed } from './resolve-tile.ts'

const FISCAL = /^[A-Z]{2}\d{2,4}(-Q\d)?$/
const keys: readonly string[] = ['period', 'compare', ...filterNames]

/**
 * Views have names of their own, and are of pages and filters that there are.
 * @throws CliError `extension_invalid`
 */
export function checkViews(views: readonly Placed<ViewSpec>[], own: Extension['pages']): void {
  const known = [...ourPages, ...own].map(({ id }) => id)
  const names = new Set<string>()
  for (const { value, at } of views) {
    if (names.has(value.name))
      throw invalid(`${at('name')}: there is a view ${value.name} already`, 'give one of them another name')
    names.add(value.name)
    if (!known.includes(value.page))
      throw invalid(`${at('page')}: there is no page ${value.page}`, cureOf(value.page, known))
    for (const [key, given] of Object.entries(value.filters)) {
      if (!keys.includes(key))
        throw invalid(`${at('filters', key)}: there is no filter ${key}`, cureOf(key, keys))
      const fault = faultOf(key, given)
      if (fault !== null)
        throw invalid(`${at('filters', key)}: ${key} is ${given}`, `name one of ${fault.join(', ')}`)
    }
  }
}

/** What a value could be, where it is none of it. */
function faultOf(key: string, value: string): readonly string[] | null {
  if (key === 'compare') return compareWith.some((one) => one === value) ? null : compareWith
  if (key !== 'period' || presets.some((one) => one === value) || FISCAL.test(value)) return null
  return [...presets, 'fiscal years and quarters such as FY27 and FY27-Q3']
}

function cureOf(name: string, known: readonly string[]): string {
  const alike = nearest(name, known)
  return alike ? `did you mean ${alike}?` : `name one of ${known.join(', ')}`
}
