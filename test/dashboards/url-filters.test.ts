import { expect, test } from 'vitest'
import { choiceText, parseChoice } from '../../dashboards/web/src/url-filters.ts'

test('filters go into the URL and come back the same', () => {
  const choice = {
    period: 'FY27-Q3',
    territory: 'Malaysia & Indonesia',
    method: 'Phone',
    compare: 'last-year',
  } as const
  expect(parseChoice(choiceText(choice))).toEqual(choice)
})

test('the default filters leave the URL clean, and what is not known counts as default', () => {
  const none = { period: null, territory: null, method: null, compare: 'prior' } as const
  expect(choiceText(none)).toBe('')
  expect(parseChoice('?compare=never&colour=red')).toEqual(none)
})
