import { microsOf } from '../../../models/forecast/money.ts'
import type {
  Assignment,
  Book,
  Credit,
  Exception,
  Known,
  Quota,
  TeamMember,
} from '../../../models/incentives/book.ts'
import type { PlanRow } from '../../../models/incentives/plan.ts'
import { nanoOf } from '../../../models/incentives/round.ts'

type Times = { readonly knownFrom?: string; readonly knownTo?: string }

const known = ({ knownFrom, knownTo }: Times, from: string) => ({
  knownFrom: knownFrom ?? from,
  knownTo: knownTo ?? null,
})

/** A rule of the plan AE, in quarters of 2026; a rate where nothing else is said. */
export function rule(told: Partial<PlanRow> & Times): Known<PlanRow> {
  const { knownFrom, knownTo, ...row } = told
  return {
    planId: 'AE',
    name: null,
    validFrom: '2026-01-01',
    validTo: null,
    rule: null,
    period: null,
    attainmentOf: null,
    credits: null,
    attainmentFrom: null,
    rate: null,
    amount: null,
    dealType: null,
    productFamily: null,
    cap: null,
    clawbackDays: null,
    currency: null,
    isProposed: null,
    ...row,
    ...known(told, '2026-01-01'),
  }
}

/** 5% of all credit, and 8% of what is above quota. */
export const standard = [rule({ rate: '0.05' }), rule({ attainmentFrom: '1', rate: '0.08' })]

type Deal = Partial<Omit<Credit, 'amount' | 'dealAmount'>> & Times & { readonly deal?: string }

/** Credit of Ann's for a deal that closed on a day, known from that day. */
export function won(
  closedOn: string,
  amount: string,
  told: Deal & { dealAmount?: string } = {},
): Known<Credit> {
  const { deal = closedOn, dealAmount, ...credit } = told
  const repId = credit.repId ?? 'ann'
  const kind = credit.kind ?? 'revenue'
  return {
    creditId: `${deal}:${repId}:${kind}`,
    opportunityId: deal,
    repId,
    kind,
    closedOn,
    cancelledOn: null,
    dealType: null,
    productFamily: null,
    ...credit,
    amount: microsOf(amount),
    dealAmount: microsOf(dealAmount ?? amount),
    ...known(told, closedOn),
  }
}

/** A quota of 100,000 for the first quarter, or another. */
export function quota(told: Partial<Omit<Quota, 'amount'>> & Times & { amount?: string } = {}): Known<Quota> {
  const { knownFrom, knownTo, amount = '100000', ...row } = told
  return {
    repId: 'ann',
    from: '2026-01-01',
    to: '2026-03-31',
    seatFrom: '1900-01-01',
    seatTo: '9999-12-31',
    ...row,
    amount: microsOf(amount),
    ...known(told, '2026-01-01'),
  }
}

export function on(told: Partial<Assignment> & Times = {}): Known<Assignment> {
  const { knownFrom, knownTo, ...row } = told
  return { repId: 'ann', planId: 'AE', from: '2026-01-01', to: null, ...row, ...known(told, '2026-01-01') }
}

export function granted(
  amount: string,
  told: Partial<Omit<Exception, 'amount'>> & Times = {},
): Known<Exception> {
  const { knownFrom, knownTo, ...row } = told
  return {
    exceptionId: '1',
    repId: 'ann',
    day: '2026-02-01',
    opportunityId: null,
    currency: 'USD',
    ...row,
    amount: microsOf(amount),
    ...known(told, '2026-02-10'),
  }
}

export const member = (repId: string, told: Partial<TeamMember> = {}): TeamMember => ({
  of: 'max',
  repId,
  from: '1900-01-01',
  before: '9999-12-31',
  ...told,
})

const months = [
  '01-31',
  '02-28',
  '03-31',
  '04-30',
  '05-31',
  '06-30',
  '07-31',
  '08-31',
  '09-30',
  '10-31',
  '11-30',
  '12-31',
]
const period = (first: number, last: number) => ({
  from: `2026-${String(first).padStart(2, '0')}-01`,
  to: `2026-${months[last - 1]}`,
})

/** A book of a company in dollars, as of the end of June 2026; a baht is 3 cents, and 4 from the second quarter on. */
export function bookOf(told: Partial<Book>): Book {
  return {
    currency: 'USD',
    asOf: '2026-06-30',
    plans: standard,
    assignments: [on()],
    credits: [],
    quotas: [quota()],
    exceptions: [],
    team: [],
    periods: {
      month: months.map((_, at) => period(at + 1, at + 1)),
      quarter: [1, 4, 7, 10].map((first) => period(first, first + 2)),
      year: [period(1, 12)],
    },
    rate: (currency, day) =>
      currency === 'USD'
        ? nanoOf('1')
        : currency === 'THB'
          ? nanoOf(day < '2026-04-01' ? '0.03' : '0.04')
          : null,
    ...told,
  }
}
