import { readCarriers } from './carriers.ts'
import { localDay, monthOf, type SampleCompany, startOfLocalDay } from './company.ts'
import { type Book, type Dims, ownerDims } from './deals.ts'
import { median, survivalCurve } from './kaplan-meier.ts'
import { REPS } from './quota.ts'
import { type Item, ofOne as of, quantile, type View } from './view.ts'

interface Rep {
  readonly dims: Dims
  readonly start: string
  readonly hasLeft: boolean
  /** Months to ramping up, or as far as it is known not to be; null where that cannot be told. */
  readonly followed: number | null
  readonly isRamped: boolean
}

const kinds = { all: null, team: 'rep_team', territory: 'territory_name' } as const

/** Reps by when they began to carry quota; how long they take to ramp up by group, and in the view of reps. */
export function ramp(exports: string, company: SampleCompany, book: Book): readonly View<never>[] {
  const reps = readReps(exports, company, book)
  const groups = Object.entries(kinds).flatMap(([kind, name]) => {
    const memberOf = ({ dims }: Rep) => (name ? (dims[name] ?? 'Unknown') : 'All')
    return [...new Set(reps.map(memberOf))].map((member): Item<readonly Rep[]> => {
      const value = reps.filter((rep) => memberOf(rep) === member)
      const small_n = String(followed(value).length < 30)
      return { at: '', dims: { kind, member, small_n, ...(name && { [name]: member }) }, value }
    })
  })
  const measures: View<readonly Rep[]>['measures'] = {
    ramp_median_months: of((all) =>
      median(survivalCurve(followed(all).map((it) => ({ time: it.followed ?? 0, ended: it.isRamped })))),
    ),
    reps_followed: of((all) => followed(all).length),
    reps_ramped: of((all) => all.filter((it) => it.isRamped).length),
    reps_left: of((all) => followed(all).filter((it) => !it.isRamped && it.hasLeft).length),
  }
  const ofReps: View<Rep> = {
    name: 'ramp',
    time: 'start_month',
    dimensions: [...REPS, 'months_followed', 'is_ramped', 'has_left'],
    items: reps.map((value) => ({
      at: monthOf(value.start),
      dims: {
        ...value.dims,
        months_followed: value.followed === null ? null : String(value.followed),
        is_ramped: value.followed === null ? null : String(value.isRamped),
        has_left: String(value.hasLeft),
      },
      value,
    })),
    measures: {
      count: (all) => all.length,
      ramped: (all) => all.filter((it) => it.isRamped).length,
      still_ramping: (all) => followed(all).filter((it) => !it.isRamped && !it.hasLeft).length,
    },
  }
  const ofGroups: View<readonly Rep[]> = {
    name: 'ramp_time',
    time: null,
    dimensions: ['kind', 'member', 'small_n'],
    pins: [['kind'], ['member']],
    items: groups,
    measures,
  }
  const dimensions = [kinds.team, kinds.territory]
  const ofBoth: View<readonly Rep[]> = {
    name: 'ramp',
    time: null,
    dimensions,
    kinds: { [kinds.team]: 'team', [kinds.territory]: 'territory', none: 'all' },
    items: groups,
    measures,
  }
  return [ofReps, ofGroups, ofBoth] as unknown as readonly View<never>[]
}

const followed = (all: readonly Rep[]) => all.filter((it) => it.followed !== null)

/** When each began to carry quota, and whether they came up to the pace of those who are long there. */
function readReps(exports: string, company: SampleCompany, book: Book): Rep[] {
  const today = localDay(company.asOf)
  const carriers = readCarriers(exports, company, book)
  const booked = new Map<string, number>()
  for (const { status, closedOn, owner, amount } of book.deals) {
    if (status !== 'won' || !closedOn) continue
    const key = `${owner?.Id}/${monthOf(closedOn)}`
    booked.set(key, (booked.get(key) ?? 0) + Number(amount ?? 0n))
  }
  const bookings = (id: string, month: string) => booked.get(`${id}/${month}`) ?? 0
  const usual = (month: string) => {
    const tenured = carriers.filter(({ start, months }) => {
      const begun = start > monthOf(start) ? 1 : 0
      return months.includes(month) && monthsFrom(start, month) - begun >= 12
    })
    return quantile(
      tenured.map(({ id }) => bookings(id, month)),
      0.5,
    )
  }
  const paces = new Map(carriers.flatMap(({ months }) => months).map((month) => [month, usual(month) ?? 0]))
  const keepsPace = (id: string, month = '') => {
    const pace = paces.get(month) ?? 0
    return pace > 0 && bookings(id, month) >= 0.8 * pace
  }
  return carriers.map(({ id, start, end, months }): Rep => {
    const user = company.userAt(id, startOfLocalDay(start))
    const territory = company.territories.get(user?.Territory__c ?? '')
    // Who started before anything is known of may have ramped up long ago.
    const known = months[0] === monthOf(start) ? months : []
    const month = known.find((it, i) => keepsPace(id, it) && keepsPace(id, known[i + 1]))
    // That the last month is the first of two could only be told by the next one.
    const length = known.length - 2
    return {
      dims: {
        ...ownerDims(user, company),
        territory_name: territory?.territory_name ?? 'Unknown',
        region_name: territory?.region ?? null,
      },
      start,
      hasLeft: end < today || company.users.get(id)?.IsActive !== 'true',
      followed: month ? monthsFrom(start, month) : length >= 0 ? length : null,
      isRamped: month !== undefined,
    }
  })
}

function monthsFrom(start: string, month: string): number {
  const number = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return number(month) - number(start)
}
