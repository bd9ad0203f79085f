import type { Book, Period } from './book.ts'
import type { Line } from './line.ts'
import { periodLines } from './period-lines.ts'
import { Books } from './state.ts'
import { statement, stintsOf, withDraws } from './statement.ts'

export const entryEvents = ['accrual', 'adjustment', 'clawback'] as const

/** What a day adds to a line: entries up to a day add up to the line as it was known then. */
export interface Entry extends Line {
  readonly entryOn: string
  /** accrual: the first of its line; clawback: the deal is lost again; adjustment: all else. */
  readonly event: (typeof entryEvents)[number]
}

/** Everybody's statements as known at the end of a day, computed from nothing but what was known then. */
export function commissionAt(book: Book, day: string): Line[] {
  const books = new Books(book)
  return books.people.flatMap((repId) => statement(books, repId, day))
}

/** The ledger of commission: what each day on which something became known added to the statements. */
export function commissionLedger(book: Book): Entry[] {
  const books = new Books(book)
  return books.people.flatMap((repId) => ledgerOf(books, repId))
}

function ledgerOf(books: Books, repId: string): Entry[] {
  const { asOf, periods } = books.book
  const changes = new Map(books.changes(repId))
  // Draws are settled on the day after a period.
  const ends = new Set(Object.values(periods).flatMap((all) => all.map(({ from }) => from)))
  const days = [...new Set([...changes.keys(), ...ends])].filter((day) => day <= asOf).sort()
  const kept = new Map<string, readonly Line[]>()
  const entries: Entry[] = []
  let standing: ReadonlyMap<string, Line> = new Map()
  const seen = new Set<string>()
  for (const day of days) {
    const told = changes.get(day) ?? []
    const lines = withDraws(
      books,
      stintsOf(books, repId, day).map((stint) => {
        const name = `${stint.planId}:${stint.periodKind}:${stint.period.from}`
        const same = told.some((about) => meets(about, stint.period)) ? undefined : kept.get(name)
        const lines = same ?? periodLines(books, stint, day)
        kept.set(name, lines)
        return { stint, lines }
      }),
      { repId, day },
    )
    const now = new Map(lines.map((line) => [line.key, line]))
    for (const key of new Set([...standing.keys(), ...now.keys()])) {
      const [before, after] = [standing.get(key), now.get(key)]
      const line = after ?? before
      if (!line) continue
      const added = {
        credited: (after?.credited ?? 0n) - (before?.credited ?? 0n),
        pay: (after?.pay ?? 0n) - (before?.pay ?? 0n),
        amount: (after?.amount ?? 0n) - (before?.amount ?? 0n),
      }
      if (added.credited === 0n && added.pay === 0n && added.amount === 0n) continue
      const event = seen.has(key)
        ? !after && isLost(books, line, day)
          ? 'clawback'
          : 'adjustment'
        : 'accrual'
      seen.add(key)
      entries.push({ ...line, ...added, entryOn: day, event })
    }
    standing = now
  }
  return entries
}

const meets = (about: Period, { from, to }: Period): boolean => about.from <= to && about.to >= from

/** True where the deal behind a line is won no longer. */
function isLost(books: Books, { creditId, period, repId }: Line, day: string): boolean {
  return (
    creditId !== null &&
    books
      .credits(books.team(repId), period, day)
      .some((credit) => credit.creditId === creditId && credit.cancelledOn !== null)
  )
}
