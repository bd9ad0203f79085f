import type { IncomingMessage } from 'node:http'
import { cookieOf } from './identity/cookies.ts'
import { type Language, languageOf } from './messages/languages.ts'

/** Set by the pages when somebody chooses a language, for what the server writes itself: files, and the page's first line. */
const LANGUAGE = 'salesops_language'

/** The language that a reader has chosen, else the company's. */
export const readersLanguage = (request: IncomingMessage, locale: string): Language =>
  languageOf(cookieOf(request, LANGUAGE) ?? locale)
