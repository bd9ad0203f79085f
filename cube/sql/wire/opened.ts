import type { Cursor } from './cursor.ts'

/** A statement that was begun and whose rows can be read. */
export interface Reading {
  readonly cursor: Cursor
  readonly formats: readonly number[]
  readonly word: string
  /** Rows to read, 0 for all. */
  readonly limit: number
  /** True for a cursor that stays open after this. */
  readonly isKept: boolean
}

/** A statement that was begun: either it is done with a tag, or its rows can be read. */
export type Opened = { readonly tag: string } | Reading

/** The rows of a statement, all of which are read and which are then closed. */
export const reading = (cursor: Cursor, formats: readonly number[], word: string): Reading => ({
  cursor,
  formats,
  word,
  limit: 0,
  isKept: false,
})

/** Only what reads rows counts them. */
export const tagOf = (word: string, rows: number): string =>
  word === 'SELECT' || word === 'FETCH' ? `${word} ${rows}` : word

/** A cursor with the columns of another and without rows. */
export const emptyLike = (cursor: Cursor, formats: readonly number[]): Cursor => ({
  fields: () => cursor.fields(formats),
  send: async () => ({ rows: 0, isEnd: true }),
  interrupt() {},
  close() {},
})
