import { expect, test } from 'vitest'
import { choiceText, parseChoice } from '../../dashboards/tiles/choice.ts'
import { everything } from '../../dashboards/tiles/filters.ts'

test('filters go into the URL and come back the same', () => {
  const choice = {
    period: 'FY27-Q3',
    territory: 'Malaysia & Indonesia',
    method: 'Phone',
    team: 'Bangkok 2',
    rep: "O'Neil",
    segment: 'SMB',
    compare: 'last-year',
  } as const
  expect(parseChoice(choiceText(choice))).toEqual(choice)
})

test('the default filters leave the URL clean, and what is not known counts as default', () => {
  const none = { period: null, ...everything, compare: 'prior' } as const
  expect(choiceText(none)).toBe('')
  expect(parseChoice('?compare=never&colour=red')).toEqual(none)
})
