import type { Company } from '../../models/contract/company.ts'
import { type Language, languageOf } from '../messages/languages.ts'
import type { Day } from './day.ts'

/** Numbers and days as the company writes them. Numbers come as REST gives them; null is an empty cell. */
export interface Format {
  /** Three significant digits, no currency: the unit is in the title. */
  short(value: Figure): string
  /** Money to the cent, with its currency. */
  money(value: Figure): string
  /** Money in whole units, no currency. */
  amount(value: Figure): string
  count(value: Figure): string
  /** A share as per cent, `0.385` as `38.5%`, or with fewer digits. */
  percent(value: Figure, digits?: number): string
  /** A difference with its sign. */
  signedPercent(value: number): string
  signed(value: number, digits?: number): string
  decimal(value: Figure, digits?: number): string
  day(day: Day): string
  /** Without the year. */
  dayOfYear(day: Day): string
  month(day: Day): string
  monthAndYear(day: Day): string
  /** An instant in the company's zone. */
  moment(iso: string): string
}

export type Figure = string | number | null

const EMPTY = '–'

/** How a company's numbers and days are written in a language. */
export function formatFor(
  { locale: companyLocale, currency, timezone }: Pick<Company, 'locale' | 'currency' | 'timezone'>,
  language: Language,
): Format {
  const locale = localeOf(companyLocale, language)
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    // Text goes in as it is: it is rounded once, and not through a float.
    return (value: Figure): string =>
      value === null ? EMPTY : format.format(value as number).replace('-', '−')
  }
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(dateLocale(locale), { timeZone: 'UTC', ...options })
    return (day: Day): string => format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
  }
  const money = number({ style: 'currency', currency })
  const amount = number({ maximumFractionDigits: 0 })
  const compact = number({ notation: 'compact', minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
  const short = (value: Figure): string =>
    value !== null && Number(value) === 0 ? amount(0) : compact(value)
  const percents = [0, 1].map((digits) =>
    number({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  const decimals = [0, 1, 2].map((digits) =>
    number({ minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  const signs = [0, 1].map((digits) => number({ signDisplay: 'exceptZero', maximumFractionDigits: digits }))
  const signedPercent = number({ style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 })
  const moment = new Intl.DateTimeFormat(dateLocale(locale), {
    timeZone: timezone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return {
    short,
    money,
    amount,
    count: amount,
    percent: (value, digits = 1) => percents[digits]?.(value) ?? EMPTY,
    signedPercent,
    signed: (value, digits = 0) => signs[digits]?.(value) ?? EMPTY,
    decimal: (value, digits = 0) => decimals[digits]?.(value) ?? EMPTY,
    day: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    dayOfYear: date({ day: 'numeric', month: 'short' }),
    month: date({ month: 'short' }),
    monthAndYear: date({ month: 'short', year: 'numeric' }),
    moment: (iso) => moment.format(new Date(iso)),
  }
}

/** The company's own locale where it is of the language: it may name a country, a calendar and digits. */
const localeOf = (locale: string, language: Language): string =>
  languageOf(locale) === language ? locale : language

/**
 * What a plain language leaves open. `en` would put the month first: the product writes 24 Nov 2026 unless a country is
 * named. `th` would count years of the Buddhist era, which a company chooses by `th-TH`.
 */
const plain: Readonly<Record<string, string>> = { en: 'en-GB', th: 'th-u-ca-gregory' }

const dateLocale = (locale: string): string => plain[locale] ?? locale
