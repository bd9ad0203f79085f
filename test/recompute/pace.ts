import { dayNumber, localDay, type SampleCompany } from './company.ts'
import { stocks } from './conversion.ts'
import { type Book, type Dims, ownerDims } from './deals.ts'
import { nameOf, ownerOf } from './forecast.ts'
import type { Given, GivenForecast } from './given-forecasts.ts'
import { ledger } from './ledger.ts'
import type { Micros } from './money.ts'
import { dayAfter, earlier, fiscalQuarter, isIn, periodOf, periodsBetween } from './periods.ts'
import { repMonths } from './quota.ts'
import { type Version, valued } from './versions.ts'
import { add, type Item, ofOne, ratio, sum, type View } from './view.ts'

const PEOPLE = ['rep_name', 'rep_team', 'manager_name']

/** Something that counts for a rep, their team, a territory and the company. */
interface Atom<T> {
  readonly rep: string
  readonly team: string | null
  readonly territory: string
  readonly value: T
}

interface Booked {
  readonly on: string
  readonly amount: Micros
  readonly deals: number
}

interface Quota {
  readonly month: string
  readonly amount: Micros
}

const unitsOf = ({ rep, team, territory }: Atom<unknown>): readonly string[] => [
  `rep/${rep}`,
  `team/${team ?? 'unknown'}`,
  `territory/${territory}`,
  'company/company',
]

function byUnit<T>(atoms: readonly Atom<T>[]): Map<string, T[]> {
  const units = new Map<string, T[]>()
  for (const atom of atoms)
    for (const unit of unitsOf(atom)) {
      const of = units.get(unit) ?? []
      of.push(atom.value)
      units.set(unit, of)
    }
  return units
}

/** Of what lies in the exports, whose it is: a deal counts for the team that its owner is in now. */
function whoseIs(company: SampleCompany) {
  const territories = new Map(
    [...company.territories.values()].map((it) => [it.territory_name, it.territory_id ?? '']),
  )
  return ({ rep_id: rep, territory_name: territory }: Dims) => ({
    rep: rep ?? 'unknown',
    team: company.users.get(rep ?? '')?.Team__c || null,
    territory: territories.get(territory ?? '') ?? 'unknown',
  })
}

function bookedOf(company: SampleCompany, byDeal: readonly (readonly Version[])[]): Atom<Booked>[] {
  const whose = whoseIs(company)
  const count: Readonly<Record<string, number>> = { booked: 1, reversed: -1, adjusted: 0 }
  return (ledger(company, byDeal).items as readonly Item<{ event: string; amount: Micros }>[]).map(
    ({ at, dims, value }) => ({
      ...whose(dims),
      value: { on: localDay(at), amount: value.amount, deals: count[value.event] ?? 0 },
    }),
  )
}

/** Quotas by the team and territory in which they are carried. */
function quotasOf(exports: string, company: SampleCompany, book: Book): Atom<Quota>[] {
  const whose = whoseIs(company)
  return repMonths(exports, company, book).flatMap(({ at, dims, value }) =>
    value.quota === 0n
      ? []
      : [{ ...whose(dims), team: dims.rep_team ?? null, value: { month: at, amount: value.quota } }],
  )
}

interface Day {
  readonly booked: Micros | null
  readonly expected: Micros | null
  readonly range: GivenForecast['range']
  readonly target: Micros
  readonly lastQuarter: Micros | null
  readonly lastYear: Micros | null
}

const isWorked = (day: string): boolean => (dayNumber(day) + 3) % 7 < 5

/** The part of a month's quota that falls on its business days up to a day, to the millionth. */
function upTo(day: string, { month, amount }: Quota): Micros {
  const [first, last] = periodOf(month, 'month')
  const worked = periodsBetween(first, last, 'day').filter(([it]) => isWorked(it))
  const [gone, all] = [BigInt(worked.filter(([it]) => it <= day).length), BigInt(worked.length)]
  return (amount * gone * 2n + all) / (all * 2n)
}

/** The running quarter day by day; what is expected of days to come is given, but for the last, which is the forecast. */
export function pace(
  exports: string,
  company: SampleCompany,
  book: Book,
  byDeal: readonly (readonly Version[])[],
  given: Given,
): View<Day> {
  const today = localDay(company.asOf)
  const [start, end] = periodOf(today, 'fiscal_quarter')
  const booked = byUnit(bookedOf(company, byDeal))
  const quotas = byUnit(quotasOf(exports, company, book))
  const expected = new Map(given.pace.map((it) => [`${it.level}/${it.unit}/${it.day}`, it]))
  for (const it of given.forecasts)
    if (it.origin === today && it.method === 'hazard' && it.periodStart === start)
      expected.set(`${it.level}/${it.unit}/${end}`, { ...it, day: end, expected: it.point })
  const lastStart = periodOf(dayAfter(start, -1), 'fiscal_quarter')[0]
  const yearStart = `${Number(start.slice(0, 4)) - 1}${start.slice(4)}`
  const isNear = ({ on }: Booked): boolean =>
    [start, lastStart, yearStart].includes(periodOf(on, 'fiscal_quarter')[0])
  const inQuarter = ({ month }: Quota): boolean => isIn(month, start, end)
  const units = new Set([
    ...[...booked].flatMap(([unit, its]) => (its.some(isNear) ? [unit] : [])),
    ...[...quotas].flatMap(([unit, its]) => (its.some(inQuarter) ? [unit] : [])),
    ...given.pace.map((it) => `${it.level}/${it.unit}`),
  ])
  const items = [...units].flatMap((key) => {
    const [level = '', unit = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
    const sumTo = (from: string, day: string): Micros =>
      sum((booked.get(key) ?? []).filter(({ on }) => isIn(on, from, day)).map(({ amount }) => amount)) ?? 0n
    const before = (from: string, days: number): Micros => {
      const to = periodOf(from, 'fiscal_quarter')[1]
      return sumTo(from, dayAfter(start, days) === end ? to : earlier(dayAfter(from, days), to))
    }
    const months = new Map<string, Micros>()
    for (const { month, amount } of (quotas.get(key) ?? []).filter(inQuarter))
      months.set(month, (months.get(month) ?? 0n) + amount)
    return periodsBetween(start, end, 'day').map(([day], days): Item<Day> => {
      const it = expected.get(`${key}/${day}`)
      return {
        at: '',
        dims: {
          ...ownerDims(ownerOf({ level, unit }, company), company),
          level,
          unit: nameOf({ level, unit }, company),
          period: fiscalQuarter(start),
          day_of_quarter: String(days + 1),
        },
        value: {
          booked: day <= today ? sumTo(start, day) : null,
          expected: it?.expected ?? null,
          range: it?.range ?? null,
          target: sum([...months].map(([month, amount]) => upTo(day, { month, amount }))) ?? 0n,
          lastQuarter: before(lastStart, days),
          lastYear: before(yearStart, days),
        },
      }
    })
  })
  const total = (of: (day: Day) => Micros | null) => (all: readonly Day[]) => sum(all.map(of))
  return {
    name: 'forecast_pace',
    time: null,
    dimensions: ['level', 'unit', 'period', 'day_of_quarter', ...PEOPLE],
    pins: [['level'], ['day_of_quarter']],
    items,
    measures: {
      booked: total((it) => it.booked),
      expected: total((it) => it.expected),
      p10: ofOne((it) => it.range?.[0] ?? null),
      p50: ofOne((it) => it.range?.[1] ?? null),
      p90: ofOne((it) => it.range?.[2] ?? null),
      target: total((it) => it.target),
      last_quarter: total((it) => it.lastQuarter),
      last_year: total((it) => it.lastYear),
    },
  }
}

interface Need {
  readonly quarter: string
  readonly isRunning: boolean
  readonly target: Micros
  readonly before: Micros
  readonly after: Micros
  readonly due: Micros
  readonly dueDeals: number
  readonly dealsAfter: number
  readonly deals: number
  readonly created: Micros
}

const NONE = { target: 0n, before: 0n, after: 0n, due: 0n, dueDeals: 0, dealsAfter: 0, deals: 0, created: 0n }

/** What the running quarter needs, and what came of the four before from the day of the same number on. */
export function need(
  exports: string,
  company: SampleCompany,
  book: Book,
  byDeal: readonly (readonly Version[])[],
): View<Need> {
  const today = localDay(company.asOf)
  const running = periodOf(today, 'fiscal_quarter')
  const quarters = [running]
  while (quarters.length < 5)
    quarters.push(periodOf(dayAfter(quarters.at(-1)?.[0] ?? '', -1), 'fiscal_quarter'))
  const whose = whoseIs(company)
  const booked = bookedOf(company, byDeal)
  const quotas = quotasOf(exports, company, book)
  const items = quarters.flatMap(([start, end]) => {
    const told = earlier(dayAfter(start, dayNumber(today) - dayNumber(running[0])), end)
    const atoms: Atom<typeof NONE>[] = [
      ...stocks(byDeal, told, start, end, company).map(({ of, deals, amount }) => ({
        ...whose(of.dims),
        value: { ...NONE, dueDeals: deals, due: valued(amount, of.currency, told, company) },
      })),
      ...booked
        .filter(({ value }) => isIn(value.on, start, end))
        .map(({ value: { on, amount, deals }, ...atom }) => ({
          ...atom,
          value:
            on <= told
              ? { ...NONE, before: amount, deals }
              : { ...NONE, after: amount, deals, dealsAfter: deals },
        })),
      ...quotas
        .filter(({ value }) => isIn(value.month, start, end))
        .map((it) => ({ ...it, value: { ...NONE, target: it.value.amount } })),
      ...book.deals
        .filter(({ createdAt }) => localDay(createdAt) > told && localDay(createdAt) <= end)
        .map(({ dims, createdAmount }) => ({
          ...whose(dims),
          value: { ...NONE, created: createdAmount ?? 0n },
        })),
    ]
    return [...byUnit(atoms)].map(([key, values]): Item<Need> => {
      const [level = '', unit = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
      const money = (of: 'target' | 'before' | 'after' | 'due' | 'created') =>
        sum(values.map((it) => it[of])) ?? 0n
      const count = (of: 'dueDeals' | 'dealsAfter' | 'deals') => add(values.map((it) => it[of]))
      const isRunning = start === running[0]
      return {
        at: start,
        dims: {
          ...ownerDims(ownerOf({ level, unit }, company), company),
          level,
          unit: nameOf({ level, unit }, company),
          quarter: fiscalQuarter(start),
        },
        value: {
          quarter: start,
          isRunning,
          target: money('target'),
          before: money('before'),
          after: money('after'),
          due: money('due'),
          created: money('created'),
          dueDeals: count('dueDeals'),
          dealsAfter: count('dealsAfter'),
          deals: count('deals'),
        },
      }
    })
  })
  return {
    name: 'forecast_need',
    time: null,
    dimensions: ['level', 'unit', 'quarter', ...PEOPLE],
    pins: [['level']],
    items,
    measures: measuresOfNeed,
  }
}

type Amount = 'target' | 'before' | 'after' | 'due' | 'created'
type Needs = readonly Need[]

const money = (all: Needs, of: Amount): number => Number(sum(all.map((it) => it[of])) ?? 0n) / 1e6
const now = (all: Needs): Needs => all.filter(({ isRunning }) => isRunning)
const past = (all: Needs): Needs => all.filter(({ isRunning }) => !isRunning)
const over = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null ? null : ratio(part, whole)
const needed = (all: Needs): Micros => {
  const left = sum(now(all).map((it) => it.target - it.before)) ?? 0n
  return left > 0n ? left : 0n
}
const inUnits = (all: Needs): number => Number(needed(all)) / 1e6
const pastYield = (all: Needs) =>
  past(all).length ? over(money(past(all), 'after'), money(past(all), 'due')) : null
const quartersTold = (all: Needs): number =>
  new Set(past(all).flatMap(({ quarter, dueDeals }) => (dueDeals > 0 ? [quarter] : []))).size
const averageDeal = (all: Needs) =>
  over(money(past(all), 'before') + money(past(all), 'after'), add(past(all).map((it) => it.deals)))

const measuresOfNeed: View<Need>['measures'] = {
  target: (all) => sum(all.map((it) => it.target)),
  booked_before: (all) => sum(all.map((it) => it.before)),
  booked_after: (all) => sum(all.map((it) => it.after)),
  due_deals: (all) => (all.length ? add(all.map((it) => it.dueDeals)) : null),
  due_amount: (all) => sum(all.map((it) => it.due)),
  deals_after: (all) => (all.length ? add(all.map((it) => it.dealsAfter)) : null),
  created_after: (all) => sum(all.map((it) => it.created)),
  rest_yield: (all) => (all.length ? over(money(all, 'after'), money(all, 'due')) : null),
  needed,
  needed_yield: (all) => (now(all).length ? over(inUnits(all), money(now(all), 'due')) : null),
  past_yield: pastYield,
  past_quarters: quartersTold,
  average_deal: averageDeal,
  needed_deals: (all) => over(inUnits(all), averageDeal(all)),
  past_deals: (all) =>
    past(all).length ? over(add(past(all).map((it) => it.dealsAfter)), quartersTold(all)) : null,
  new_pipeline_needed: (all) => {
    const worth = over(inUnits(all), pastYield(all))
    return worth === null || now(all).length === 0 ? null : Math.max(0, worth - money(now(all), 'due'))
  },
  past_created: (all) => (past(all).length ? over(money(past(all), 'created'), quartersTold(all)) : null),
}
