import { describe, expect, test } from 'vitest'
import { messagesOf } from '../../dashboards/messages/index.ts'
import { languageOf } from '../../dashboards/messages/languages.ts'
import { formatFor } from '../../dashboards/tiles/format.ts'

/**
 * Stands for any value: a list of one, which reads as a text does and can be joined where several are expected, with
 * any property that is asked for.
 */
const any = new Proxy(['x'], {
  get: (list, name) => (typeof name === 'symbol' || name in list ? Reflect.get(list, name) : 'x'),
})

/** Words of a language as a reader meets them, by where they stand; those that take values with `x` for each. */
function written(words: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof words === 'function') {
    const made: unknown = words(...Array(words.length).fill(any))
    const isParted = typeof made === 'object' && !Array.isArray(made)
    return isParted ? written(made, path) : [[path, String(made)]]
  }
  if (typeof words === 'string') return [[path, words]]
  return Object.entries(Object(words)).flatMap(([key, value]) =>
    written(value, path ? `${path}.${key}` : key),
  )
}

const thai = written(messagesOf('th'))

describe('Thai', () => {
  test('every text is Thai but signs, codes and names', () => {
    const others = thai.filter(([, text]) => !/[ก-๛]/.test(text)).map(([path]) => path)
    expect(others.sort()).toEqual([
      'actions.recordsOfPart',
      'attention.rule',
      'delivery.alert.subject',
      'language',
      'missing.or',
      'nHead',
      'panel.count',
      'report.subject',
      'reportsPage.file',
      'reportsPage.zone',
      'steady.gini',
      'unit.currency',
      'unit.percent',
      'views.file',
      'withN',
    ])
  })

  test('no English word is left over', () => {
    const names =
      /\b(CRM|salesops (?:run|runs|user add|report NAME --resend)|salesops|channels|REST|GraphQL|SQL|PostgreSQL|CSV|PDF|Excel|YAML|WAPE|Gini|dim_date|extend|docs\/\w+\.md|init-mapping|quarantine|backtest|keep|reports|cron|n|x)\b/g
    const left = thai.filter(([path, text]) => path !== 'language' && /[a-z]/i.test(text.replace(names, '')))
    expect(left).toEqual([])
  })
})

describe('the language of a locale', () => {
  test.each([
    ['th-TH', 'th'],
    ['TH', 'th'],
    ['en-US', 'en'],
    ['de-CH', 'en'],
    ['constructor', 'en'],
  ])('%s: %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language)
  })
})

describe('days, money and digits', () => {
  const bangkok = { currency: 'THB', timezone: 'Asia/Bangkok' }
  const day = (locale: string, language: 'en' | 'th') =>
    formatFor({ ...bangkok, locale }, language).day('2026-11-24')

  test('years are of the Buddhist era where the company chooses Thailand', () => {
    expect(day('th-TH', 'th')).toBe('24 พ.ย. 2569')
    expect(day('th', 'th')).toBe('24 พ.ย. 2026')
  })

  test("a language that is not the company's is written plainly", () => {
    expect(day('en-US', 'th')).toBe('24 พ.ย. 2026')
    expect(day('th-TH', 'en')).toBe('24 Nov 2026')
    expect(day('en-US', 'en')).toBe('Nov 24, 2026')
  })

  test('digits are those of the locale', () => {
    expect(formatFor({ ...bangkok, locale: 'th-TH-u-nu-thai' }, 'th').money('1234.50')).toBe('฿๑,๒๓๔.๕๐')
    expect(formatFor({ ...bangkok, locale: 'th-TH-u-nu-thai' }, 'en').count('1234')).toBe('1,234')
  })
})
