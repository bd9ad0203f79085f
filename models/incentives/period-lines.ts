import type { Assignment, Credit, Period } from './book.ts'
import { inCompany, type Line, payIn, payOf } from './line.ts'
import { labelOf, type PlanPeriod, type PlanVersion, type Rule } from './plan.ts'
import { NANO, nearest, toCent } from './round.ts'
import { type Books, daysIn } from './state.ts'

/** A person's plan in one of its periods. */
export interface Stint {
  readonly repId: string
  readonly planId: string
  readonly periodKind: PlanPeriod
  readonly period: Period
  readonly assignments: readonly Assignment[]
}

/** The version of a plan that holds on a day. */
export function versionOn(versions: readonly PlanVersion[], day: string): PlanVersion | undefined {
  const version = versions.findLast(({ validFrom }) => validFrom <= day)
  return version && (version.validTo === null || version.validTo >= day) ? version : undefined
}

const isOn = (assignments: readonly Assignment[], day: string): boolean =>
  assignments.some(({ from, to }) => from <= day && (to === null || to >= day))

/** False for a win that was lost again in time for its pay to be taken back. */
function stands({ closedOn, cancelledOn }: Credit, version: PlanVersion | undefined): boolean {
  if (cancelledOn === null) return true
  const limit = version?.clawbackDays ?? null
  return limit !== null && daysIn(closedOn, cancelledOn) - 1n > BigInt(limit)
}

/** What a plan pays a person for a period by its rates, SPIFFs and cap, as known at the end of a day. */
export function periodLines(books: Books, stint: Stint, day: string): Line[] {
  const { repId, planId, periodKind, period, assignments } = stint
  const versions = books.plans(day).get(planId) ?? []
  const last = lastDayOf(stint)
  const closing = last === null ? undefined : versionOn(versions, last)
  const about = closing ?? versions.findLast((version) => version.validFrom <= period.to)
  if (!about) return []
  const team = books.team(repId)
  const measured = team.slice(0, about.attainmentOf === 'own' ? 1 : undefined)
  const counts = (credit: Credit) => stands(credit, versionOn(versions, credit.closedOn))
  const quota = books.quota(measured, period, day)
  const isMeasured = new Set(
    books
      .credits(measured, period, day)
      .filter(counts)
      .map(({ creditId }) => creditId),
  )
  const exact = new Map<string, bigint>()
  const lines: Line[] = []
  let before = 0n
  for (const credit of books.credits(team, period, day).filter(counts)) {
    const after = before + (isMeasured.has(credit.creditId) ? credit.amount : 0n)
    const version = versionOn(versions, credit.closedOn)
    const exchange = version ? books.book.rate(version.currency, period.from) : null
    if (version?.period === periodKind && exchange !== null && isOn(assignments, credit.closedOn)) {
      const line = (component: 'rate' | 'spiff', rule: Rule, credited: bigint, pay: bigint): Line => ({
        ...headOf(stint, version),
        key: keyOf(stint, [component, version.validFrom, labelOf(rule), credit.creditId]),
        component,
        rule: labelOf(rule),
        creditId: credit.creditId,
        opportunityId: credit.opportunityId,
        rate: component === 'rate' ? rule.rate : null,
        credited,
        pay,
        amount: inCompany(pay, exchange),
      })
      for (const { rule, upTo } of tiersFor(version.rules, credit, repId)) {
        // Credit that is not measured, of a team behind a person's own attainment, is paid by where that stands.
        const part = isMeasured.has(credit.creditId)
          ? within(before, after, rule, upTo, quota)
          : isIn(before, rule, upTo, quota)
            ? credit.amount * NANO
            : 0n
        if (part === 0n) continue
        const name = `${version.validFrom}\n${labelOf(rule)}`
        const paid = exact.get(name) ?? 0n
        exact.set(name, paid + part * rule.rate)
        // The difference of two rounded sums: lines add up to the rounded whole, to the cent.
        const pay = payOf(paid + part * rule.rate, exchange) - payOf(paid, exchange)
        lines.push(line('rate', rule, nearest(part, NANO), pay))
      }
      for (const rule of version.rules)
        if (rule.kind === 'spiff' && isFor(rule, credit, repId) && reaches(after, rule.from, quota)) {
          const share = credit.kind === 'revenue' && credit.dealAmount > 0n ? credit.amount : 0n
          const pay = share && toCent(nearest(rule.amount * share, credit.dealAmount))
          if (pay !== 0n) lines.push(line('spiff', rule, 0n, pay))
        }
    }
    before = after
  }
  const exchange = closing ? books.book.rate(closing.currency, period.from) : null
  const over = closing?.period === periodKind && closing.cap !== null ? closing.cap - ratesOf(lines) : 0n
  if (closing && exchange !== null && over < 0n)
    lines.push(besides(stint, closing, 'cap', 'cap', over, exchange))
  return lines
}

const ratesOf = (lines: readonly Line[]): bigint =>
  payIn(lines.filter(({ component }) => component === 'rate'))

/** The last day of a period on which the person is on the plan; null where none is. */
export function lastDayOf({ assignments, period }: Stint): string | null {
  const ends = assignments
    .filter(({ from, to }) => from <= period.to && (to === null || to >= period.from))
    .map(({ to }) => (to === null || to > period.to ? period.to : to))
  return ends.sort().at(-1) ?? null
}

/** A line of a period that no deal stands behind. */
export function besides(
  stint: Stint,
  version: PlanVersion,
  component: Line['component'],
  rule: string,
  pay: bigint,
  exchange: bigint,
): Line {
  return {
    ...headOf(stint, version),
    key: keyOf(stint, [component, rule]),
    component,
    rule,
    creditId: null,
    opportunityId: null,
    rate: null,
    credited: 0n,
    pay,
    amount: inCompany(pay, exchange),
  }
}

const headOf = ({ repId, planId, periodKind, period }: Stint, { name, currency }: PlanVersion) => ({
  repId,
  planId,
  planName: name,
  periodKind,
  period,
  currency,
})

const keyOf = ({ repId, planId, periodKind, period }: Stint, parts: readonly string[]): string =>
  [repId, planId, periodKind, period.from, ...parts].join(':')

const isFor = (rule: Rule, credit: Credit, repId: string): boolean =>
  (rule.credits === 'team' || credit.repId === repId) &&
  (rule.dealType === null || rule.dealType === credit.dealType) &&
  (rule.productFamily === null || rule.productFamily === credit.productFamily)

/** The tiers for a credit, those of the rules that say most of it, each with where the next one begins. */
function tiersFor(
  rules: readonly Rule[],
  credit: Credit,
  repId: string,
): { rule: Rule; upTo: bigint | null }[] {
  const able = rules.filter((rule) => rule.kind === 'rate' && isFor(rule, credit, repId))
  const says = ({ productFamily, dealType, credits }: Rule): number =>
    (productFamily === null ? 0 : 4) + (dealType === null ? 0 : 2) + (credits === 'own' ? 1 : 0)
  const most = Math.max(...able.map(says))
  const tiers = able.filter((rule) => says(rule) === most).sort((a, b) => (a.from < b.from ? -1 : 1))
  return tiers.map((rule, place) => ({ rule, upTo: tiers[place + 1]?.from ?? null }))
}

/** Where a tier begins, in billionths of millionths of credit; null where no credit reaches it. */
const start = (from: bigint, quota: bigint): bigint | null =>
  quota > 0n ? from * quota : from === 0n ? 0n : null

/** True where so much credit reaches an attainment; without a quota only 0 is reached. */
function reaches(credit: bigint, from: bigint, quota: bigint): boolean {
  const begin = start(from, quota)
  return from === 0n || (begin !== null && credit * NANO >= begin)
}

function isIn(credit: bigint, { from }: Rule, upTo: bigint | null, quota: bigint): boolean {
  return reaches(credit, from, quota) && (upTo === null || !reaches(credit, upTo, quota))
}

/** How much of a credit lies in a tier, in billionths of millionths: it is split where it crosses the boundary. */
function within(before: bigint, after: bigint, { from }: Rule, upTo: bigint | null, quota: bigint): bigint {
  const low = start(from, quota)
  if (low === null) return 0n
  const high = upTo === null ? null : start(upTo, quota)
  const clamp = (credit: bigint): bigint => {
    const raised = from > 0n && credit < low ? low : credit
    return high !== null && raised > high ? high : raised
  }
  return clamp(after * NANO) - clamp(before * NANO)
}
