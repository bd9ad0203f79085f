import { groupBy } from './group-by.ts'
import { inCompany, type Line, payIn } from './line.ts'
import { besides, lastDayOf, periodLines, type Stint, versionOn } from './period-lines.ts'
import { type PlanVersion, planPeriods } from './plan.ts'
import { nearest, toCent } from './round.ts'
import { type Books, daysIn, later } from './state.ts'

/** The periods in which a person is on plans, as known at the end of a day, the first one first. */
export function stintsOf(books: Books, repId: string, day: string): Stint[] {
  const byPlan = groupBy(books.assignments(repId, day), ({ planId }) => planId)
  return [...byPlan].flatMap(([planId, assignments]) => {
    const kinds = new Set((books.plans(day).get(planId) ?? []).map(({ period }) => period))
    return planPeriods
      .filter((kind) => kinds.has(kind))
      .flatMap((periodKind) =>
        books.book.periods[periodKind]
          .filter(({ from }) => from <= day)
          .map((period) => ({ repId, planId, periodKind, period, assignments }))
          .filter((stint) => lastDayOf(stint) !== null),
      )
  })
}

/** All lines of a person's statements as known at the end of a day. */
export function statement(books: Books, repId: string, day: string): Line[] {
  return withDraws(
    books,
    stintsOf(books, repId, day).map((stint) => ({ stint, lines: periodLines(books, stint, day) })),
    { repId, day },
  )
}

/** Lines of periods, with the draws and what is recovered of them, and with what somebody decided on besides. */
export function withDraws(
  books: Books,
  periods: readonly { readonly stint: Stint; readonly lines: readonly Line[] }[],
  { repId, day }: { readonly repId: string; readonly day: string },
): Line[] {
  const owed = new Map<string, bigint>()
  const draws = periods.flatMap(({ stint, lines }) => {
    const version = closingVersion(books, stint, day)
    const draw = version?.rules.find(({ kind }) => kind === 'draw' || kind === 'recoverable_draw')
    // A draw is settled once its period is over.
    if (!version || stint.period.to >= day) return []
    const exchange = books.book.rate(version.currency, stint.period.from)
    if (exchange === null) return []
    const least = draw
      ? toCent(nearest(draw.amount * daysOn(stint), daysIn(stint.period.from, stint.period.to)))
      : 0n
    const earned = payIn(lines)
    const balance = owed.get(stint.planId) ?? 0n
    if (draw && earned < least) {
      if (draw.kind === 'recoverable_draw') owed.set(stint.planId, balance + least - earned)
      return [besides(stint, version, 'draw', draw.kind.replace('_', ' '), least - earned, exchange)]
    }
    const back = balance < earned - least ? balance : earned - least
    if (back <= 0n) return []
    owed.set(stint.planId, balance - back)
    return [besides(stint, version, 'recovery', 'recovery of draws', -back, exchange)]
  })
  return [...periods.flatMap(({ lines }) => lines), ...draws, ...exceptionLines(books, repId, day)]
}

/** The version of the plan on the last day of a period on which the person is on it. */
function closingVersion(books: Books, stint: Stint, day: string): PlanVersion | undefined {
  const last = lastDayOf(stint)
  const version = last === null ? undefined : versionOn(books.plans(day).get(stint.planId) ?? [], last)
  return version?.period === stint.periodKind ? version : undefined
}

/** Days of the period on which the person is on the plan. */
function daysOn({ assignments, period }: Stint): bigint {
  let days = 0n
  let next = period.from
  for (const { from, to } of assignments.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const end = to === null || to > period.to ? period.to : to
    days += daysIn(later(from, next), end)
    if (end >= next) next = dayAfter(end)
  }
  return days
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

function exceptionLines(books: Books, repId: string, day: string): Line[] {
  return books.exceptions(repId, day).flatMap((it) => {
    const period = books.periodOf('quarter', it.day)
    const exchange = period && books.book.rate(it.currency, period.from)
    if (!exchange) return []
    return [
      {
        key: `${repId}:exception:${it.exceptionId}`,
        repId,
        planId: 'exception',
        planName: 'exception',
        periodKind: 'quarter' as const,
        period,
        component: 'exception' as const,
        rule: 'exception',
        creditId: null,
        opportunityId: it.opportunityId,
        rate: null,
        credited: 0n,
        pay: toCent(it.amount),
        currency: it.currency,
        amount: inCompany(toCent(it.amount), exchange),
      },
    ]
  })
}
