import { en, type Messages } from './en.ts'
import type { Language } from './languages.ts'
import { th } from './th.ts'

const messages: Readonly<Record<Language, Messages>> = { en, th }

/** All words in a language. The browser has English at once and others when they are chosen: `web/src/words.ts`. */
export const messagesOf = (language: Language): Messages => messages[language]
