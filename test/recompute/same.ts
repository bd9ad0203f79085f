import { expect } from 'vitest'
import { micros } from './money.ts'
import type { Slice } from './slices.ts'
import type { Answer } from './view.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Expects an answer to be that of the slice, row by row; a row without items may be there, if it says nothing.
 * @returns how many figures were compared
 */
export function expectAnswer(rows: readonly Row[], slice: Slice): number {
  const { view, expected, empty, keyOf, query } = slice
  const context = JSON.stringify(query)
  const answers = new Map(rows.map((row) => [keyOf(row), row]))
  for (const [key, wanted] of expected ?? []) {
    expect(answers.get(key), `${context} has no row for ${key}`).toBeTruthy()
    for (const [name, answer] of Object.entries(wanted))
      expectSame(answers.get(key)?.[`${view.name}.${name}`], answer, `${name} of ${key} in ${context}`)
  }
  for (const [key, row] of answers) {
    if (expected?.has(key)) continue
    for (const [name, answer] of Object.entries(empty)) {
      const found = row[`${view.name}.${name}`]
      if (answer === null || Number(answer) === 0)
        expect(Number(found ?? 0), `${name} of ${key} in ${context}`).toBe(0)
      else expectSame(found, answer, `${name} of ${key} in ${context}`)
    }
  }
  return rows.length * Object.keys(empty).length
}

/** Money to the millionth, flags as they are, other numbers to nine digits. */
export function expectSame(actual: unknown, expected: Answer, what: string): void {
  if (expected === null) expect(actual, what).toBeNull()
  else if (typeof expected === 'bigint') expect(micros(String(actual ?? '0')), what).toBe(expected)
  else if (typeof expected === 'boolean') expect(String(actual), what).toBe(String(expected))
  else
    expect(Math.abs(Number(actual) - expected), `${what}: ${actual}, not ${expected}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(expected)),
    )
}
