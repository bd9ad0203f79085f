import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Book, Known } from '../../../models/incentives/book.ts'
import { commissionAt, commissionLedger } from '../../../models/incentives/ledger.ts'
import type { Line } from '../../../models/incentives/line.ts'
import { bookOf, granted, member, on, quota, rule, standard, won } from './book.ts'

const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
const money = (max: number) => fc.integer({ min: 0, max }).map((cents) => (cents / 100).toFixed(2))
const person = fc.constantFrom('ann', 'bob', 'max')

/** Versions of one thing that follow each other in what is known of it. */
function known<T>(versions: fc.Arbitrary<Known<T>>): fc.Arbitrary<Known<T>[]> {
  return fc
    .tuple(versions, versions, day(0, 100), day(0, 200), fc.boolean())
    .map(([one, other, from, change, isLost]) => {
      const first = { ...one, knownFrom: from, knownTo: null }
      if (change <= from) return [first]
      const told = { ...first, knownTo: change }
      return isLost ? [told] : [told, { ...other, ...idsOf(one), knownFrom: change, knownTo: null }]
    })
}

const idsOf = (one: object) =>
  Object.fromEntries(Object.entries(one).filter(([name]) => ['creditId', 'opportunityId'].includes(name)))

const credits = (place: number) =>
  known(
    fc
      .record({
        closedOn: day(0, 170),
        amount: money(9_000_000),
        repId: person,
        lost: fc.option(day(0, 40)),
        type: fc.constantFrom('new', null),
      })
      .map(({ closedOn, amount, repId, lost, type }) => {
        const cancelledOn =
          lost &&
          new Date(Date.parse(closedOn) + Date.parse(lost) - Date.parse('2026-01-01'))
            .toISOString()
            .slice(0, 10)
        return won(closedOn, amount, {
          deal: `d${place}`,
          creditId: `d${place}`,
          repId,
          cancelledOn,
          dealType: type,
        })
      }),
  )

const rates = fc.record({
  rate: fc.integer({ min: 1, max: 2000 }).map((n) => (n / 10_000).toFixed(4)),
  from: fc.constantFrom('0', '0.5', '1', '1.2'),
  credits: fc.constantFrom('own', 'team'),
  validFrom: fc.constantFrom('2026-01-01', '2026-02-15', '2026-04-01'),
  period: fc.constantFrom('month', 'quarter'),
  planId: fc.constantFrom('AE', 'M'),
})

const books: fc.Arbitrary<Book> = fc
  .record({
    credits: fc
      .integer({ min: 0, max: 8 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => credits(i)))),
    plans: fc.array(
      known(
        rates.map(({ from, ...told }) =>
          rule({ ...told, attainmentFrom: from, attainmentOf: told.credits, clawbackDays: 20, cap: '30000' }),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    spiff: known(money(50_000).map((amount) => rule({ rule: 'spiff', amount, dealType: 'new' }))),
    draw: known(
      fc
        .tuple(money(900_000), fc.boolean())
        .map(([amount, back]) => rule({ rule: back ? 'recoverable_draw' : 'draw', amount })),
    ),
    assignments: fc.array(
      known(fc.record({ repId: person, planId: fc.constantFrom('AE', 'M'), from: day(0, 100) }).map(on)),
      { minLength: 1, maxLength: 4 },
    ),
    quotas: fc.array(
      known(
        fc
          .record({
            repId: person,
            amount: money(20_000_000),
            from: fc.constantFrom('2026-01-01', '2026-02-01'),
          })
          .map(quota),
      ),
      { maxLength: 3 },
    ),
    exceptions: known(money(10_000).map((amount) => granted(amount))),
  })
  .map(({ credits, plans, spiff, draw, assignments, quotas, exceptions }) =>
    bookOf({
      credits: credits.flat(),
      plans: [...plans.flat(), ...spiff, ...draw],
      assignments: assignments.flat(),
      quotas: quotas.flat(),
      exceptions,
      team: [member('ann'), member('bob', { from: '2026-02-01' })],
    }),
  )

/** What is paid by each line; lines of nothing left out. */
function standing(lines: readonly Line[]): Record<string, string> {
  const sums = new Map<string, [bigint, bigint, bigint]>()
  for (const { key, pay, amount, credited } of lines) {
    const [a, b, c] = sums.get(key) ?? [0n, 0n, 0n]
    sums.set(key, [a + pay, b + amount, c + credited])
  }
  return Object.fromEntries(
    [...sums].filter(([, sum]) => sum.some((n) => n !== 0n)).map(([key, sum]) => [key, sum.join(' ')]),
  )
}

/** The book as it was on a day: what became known later is not in it. */
function knownThen(book: Book, asOf: string): Book {
  const then = <T>(all: readonly Known<T>[]) =>
    all
      .filter((it) => it.knownFrom <= asOf)
      .map((it) => ({ ...it, knownTo: it.knownTo !== null && it.knownTo > asOf ? null : it.knownTo }))
  return {
    ...book,
    asOf,
    plans: then(book.plans),
    assignments: then(book.assignments),
    credits: then(book.credits),
    quotas: then(book.quotas),
    exceptions: then(book.exceptions),
  }
}

test('entries up to any day add up to the statements as they were known then', () => {
  fc.assert(
    fc.property(books, day(0, 200), (book, asOf) => {
      const entries = commissionLedger({ ...book, asOf: '2026-07-31' }).filter(
        ({ entryOn }) => entryOn <= asOf,
      )
      expect(standing(entries)).toEqual(standing(commissionAt(knownThen(book, asOf), asOf)))
    }),
    { numRuns: 400 },
  )
})

test('the order in which things came changes nothing', () => {
  const shuffled = books.chain((book) =>
    fc
      .tuple(
        ...([book.credits, book.plans, book.assignments, book.quotas] as const).map((all) =>
          fc.shuffledSubarray([...all], { minLength: all.length }),
        ),
      )
      .map(([credits, plans, assignments, quotas]) => ({
        book,
        other: { ...book, credits, plans, assignments, quotas } as Book,
      })),
  )
  fc.assert(
    fc.property(shuffled, ({ book, other }) => {
      const text = (of: Book) =>
        commissionLedger(of)
          .map(({ key, entryOn, event, pay }) => `${entryOn} ${key} ${event} ${pay}`)
          .sort()
      expect(text(other)).toEqual(text(book))
    }),
    { numRuns: 200 },
  )
})

test('a deal accrues, is corrected and taken back on the days on which that became known', () => {
  const book = bookOf({
    plans: standard,
    credits: [
      won('2026-01-15', '1000', { knownTo: '2026-02-01' }),
      won('2026-01-15', '1200', { knownFrom: '2026-02-01', knownTo: '2026-05-10' }),
      won('2026-01-15', '1200', { knownFrom: '2026-05-10', cancelledOn: '2026-05-09' }),
    ],
  })
  expect(
    commissionLedger(book).map(({ entryOn, event, pay, period }) => [entryOn, event, pay, period.from]),
  ).toEqual([
    ['2026-01-15', 'accrual', 50_000_000n, '2026-01-01'],
    ['2026-02-01', 'adjustment', 10_000_000n, '2026-01-01'],
    ['2026-05-10', 'clawback', -60_000_000n, '2026-01-01'],
  ])
})

test('a lost deal moves others down the tiers, which is an adjustment of theirs', () => {
  const book = bookOf({
    credits: [
      won('2026-01-15', '90000', { knownTo: '2026-03-01' }),
      won('2026-01-15', '90000', { knownFrom: '2026-03-01', cancelledOn: '2026-03-01' }),
      won('2026-02-15', '20000'),
    ],
  })
  const later = commissionLedger(book).filter(({ entryOn }) => entryOn === '2026-03-01')
  expect(
    later.map(({ event, rule: of, pay, opportunityId }) => [event, of, pay / 1_000_000n, opportunityId]),
  ).toEqual([
    ['clawback', 'rate 5%', -4500n, '2026-01-15'],
    ['adjustment', 'rate 5%', 500n, '2026-02-15'],
    ['adjustment', 'rate 8% from 100%', -800n, '2026-02-15'],
  ])
})
