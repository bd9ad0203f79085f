import { expect, test } from 'vitest'
import { decimalText, microsOf } from '../../../models/forecast/money.ts'
import { commissionAt, commissionLedger } from '../../../models/incentives/ledger.ts'
import { payIn } from '../../../models/incentives/line.ts'
import { bookOf } from './book.ts'
import { cases } from './cases.ts'

const text = (micros: bigint): string => decimalText(micros).slice(0, -4)

test.each(cases.map((it) => [it.name, it.reckoned, it] as const))(
  '%s: %s',
  (_, __, { told, asOf, pays, parts }) => {
    const book = bookOf({ ...told, asOf: asOf ?? '2026-06-30' })
    const lines = commissionAt(book, book.asOf)
    expect(text(payIn(lines))).toBe(pays)
    expect(text(payIn(commissionLedger(book)))).toBe(pays)
    for (const [component, pay] of Object.entries(parts ?? {}))
      expect(text(payIn(lines.filter((line) => line.component === component))), component).toBe(pay)
  },
)

test('at least forty cases, each of a name of its own', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThanOrEqual(40)
})

test('lines of pay are whole cents, and what they pay for adds up to the credit', () => {
  const { told } = cases.find(({ name }) => name.startsWith('lines add up')) ?? { told: {} }
  const lines = commissionAt(bookOf(told), '2026-06-30')
  expect(lines.map(({ pay }) => text(pay))).toEqual(['1.67', '1.66', '1.67'])
  expect(lines.reduce((sum, { credited }) => sum + credited, 0n)).toBe(microsOf('99.99'))
})
