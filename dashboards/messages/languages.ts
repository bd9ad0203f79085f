/** The languages of pages and reports, each by its own name. */
export const languages = { en: 'English', th: 'ไทย' } as const

export type Language = keyof typeof languages

export const languageNames = Object.keys(languages) as [Language, ...Language[]]

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag)

/** The language of a BCP 47 tag: `th` of `th-TH`; English where the tag's is not spoken here. */
export function languageOf(locale: string): Language {
  const [tag = ''] = locale.toLowerCase().split('-')
  return isLanguage(tag) ? tag : 'en'
}
