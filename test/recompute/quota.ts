import { dayNumber, monthOf, type SampleCompany, startOfLocalDay } from './company.ts'
import { type Book, type Deal, type Dims, ownerDims } from './deals.ts'
import { readAll, type TextRecord } from './exports.ts'
import { converted, type Micros, micros } from './money.ts'
import { type Item, ratio, type View } from './view.ts'

/** The part of a quota that falls on days on which its person carried one, rounded half up to millionths. */
function inSeat(row: TextRecord, user: TextRecord | undefined): Micros {
  const [start, end] = [dayNumber(row.period_start ?? ''), dayNumber(row.period_end ?? '')]
  const days = Array.from({ length: end - start + 1 }, (_, i) => start + i)
  const seated = days.filter(
    (day) =>
      (!user?.Quota_Start__c || day >= dayNumber(user.Quota_Start__c)) &&
      (!user?.Quota_End__c || day <= dayNumber(user.Quota_End__c)),
  )
  const [part, whole] = [BigInt(seated.length), BigInt(days.length)]
  return (micros(row.amount ?? '0') * part * 2n + whole) / (whole * 2n)
}

interface RepMonth {
  readonly quota: Micros
  readonly booked: Micros
  readonly open: Micros
  readonly isWin: boolean
}

export const REPS = ['rep_name', 'rep_team', 'manager_name', 'territory_name', 'region_name']
const NONE: RepMonth = { quota: 0n, booked: 0n, open: 0n, isWin: false }

/** Quotas, bookings and what is planned to close, each by the person as they were, in its month. */
export function repMonths(exports: string, company: SampleCompany, { deals }: Book): Item<RepMonth>[] {
  const dims = (owner: Deal['owner']): Dims => {
    const territory = company.territories.get(owner?.Territory__c ?? '')
    return {
      ...ownerDims(owner, company),
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
    }
  }
  const sheet = new Map(
    readAll(exports, 'sheets', 'quota').map((row) => [
      `${row.rep_id}|${row.period_start}|${row.period_end}`,
      row,
    ]),
  )
  const quotas = [...sheet.values()].map((row) => {
    const start = row.period_start ?? ''
    const rate = company.rate(row.currency ?? '', 'plan', start)
    return {
      at: monthOf(start),
      dims: dims(company.userAt(row.rep_id ?? '', startOfLocalDay(start))),
      value: { ...NONE, quota: converted(inSeat(row, company.users.get(row.rep_id ?? '')), rate) },
    }
  })
  const ofDeals = deals.flatMap(({ status, closedOn, amount, owner, record }) => {
    const value = amount ?? 0n
    if (status === 'won' && closedOn)
      return { at: monthOf(closedOn), dims: dims(owner), value: { ...NONE, booked: value, isWin: true } }
    if (status === 'open' && record.CloseDate)
      return { at: monthOf(record.CloseDate), dims: dims(owner), value: { ...NONE, open: value } }
    return []
  })
  return [...quotas, ...ofDeals]
}

const totalOf = (all: readonly RepMonth[], name: 'quota' | 'booked' | 'open'): Micros =>
  all.reduce((n, it) => n + it[name], 0n)

function left(all: readonly RepMonth[]): Micros {
  const rest = totalOf(all, 'quota') - totalOf(all, 'booked')
  return rest > 0n ? rest : 0n
}

const coverage = (all: readonly RepMonth[]) => ratio(Number(totalOf(all, 'open')), Number(left(all)))

export function quota(exports: string, company: SampleCompany, book: Book): View<RepMonth> {
  const attainment = (all: readonly RepMonth[]) =>
    ratio(Number(totalOf(all, 'booked')), Number(totalOf(all, 'quota')))
  return {
    name: 'quota',
    time: 'month',
    dimensions: REPS,
    items: repMonths(exports, company, book),
    measures: {
      amount: (all) => totalOf(all, 'quota'),
      bookings: (all) => totalOf(all, 'booked'),
      attainment,
      // The sample company splits no deal: its owner has all the credit.
      credited: (all) => totalOf(all, 'booked'),
      credited_attainment: attainment,
      remaining_quota: left,
      closing_amount: (all) => totalOf(all, 'open'),
      coverage,
    },
  }
}

/** The same in the view of the pipeline, by the months of the planned close. */
export function pipelineCoverage(exports: string, company: SampleCompany, book: Book): View<RepMonth> {
  return {
    name: 'pipeline',
    time: 'planned_close',
    dimensions: REPS,
    items: repMonths(exports, company, book),
    measures: {
      quota_amount: (all) => totalOf(all, 'quota'),
      quota_left: left,
      closing_amount: (all) => totalOf(all, 'open'),
      coverage,
    },
  }
}
