import { en, type Messages } from '../../messages/en.ts'
import { type Language, languageOf } from '../../messages/languages.ts'

/** The words of the page, in the language that the server has written into it; all but English are a file of their own. */
export const words: Messages = languageOf(document.documentElement.lang) === 'th' ? await thaiWords() : en

async function thaiWords(): Promise<Messages> {
  const thai = await import('./thai.ts')
  await thai.letters()
  return thai.words
}

const YEAR_SECONDS = 365 * 24 * 3600

/** Shows everything in another language from now on, also what the server writes. */
export function speak(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has another way
  document.cookie = `salesops_language=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`
  location.reload()
}
