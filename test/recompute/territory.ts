import { dayNumber, localDay, type SampleCompany } from './company.ts'
import type { Book } from './deals.ts'
import type { Micros } from './money.ts'
import { add, gini, ofOne, sum, total, type View } from './view.ts'

interface Figures {
  readonly name: string
  readonly accounts: number
  readonly open: Micros
  readonly activities: number
  readonly booked: Micros
}

function figures(company: SampleCompany, { deals, activities }: Book): Figures[] {
  const today = dayNumber(localDay(company.asOf))
  const thisYear = (day: string | null): boolean => day !== null && today - dayNumber(day) < 365
  const parents = new Set([...company.territories.values()].map((it) => it.parent_territory_id))
  return [...company.territories.entries()].flatMap(([id, { territory_name: name = '' }]) => {
    const here = deals.filter(({ dims }) => dims.territory_name === name)
    const own: Figures = {
      name,
      accounts: [...company.accounts.values()].filter((it) => it.Territory__c === id && !it.MasterRecordId)
        .length,
      open: total(here.filter(({ status }) => status === 'open')) ?? 0n,
      activities: activities.filter(({ at, dims }) => dims.territory_name === name && thisYear(localDay(at)))
        .length,
      booked: total(here.filter(({ status, closedOn }) => status === 'won' && thisYear(closedOn))) ?? 0n,
    }
    const isEmpty = own.accounts + own.activities + Number(own.open) + Number(own.booked) === 0
    return parents.has(id) && isEmpty ? [] : [own]
  })
}

/** Potential, workload and revenue of each territory. */
export function territories(company: SampleCompany, book: Book): View<Figures> {
  const number = (of: (it: Figures) => number) => (all: readonly Figures[]) =>
    all.length ? add(all.map(of)) : null
  return {
    name: 'territory',
    time: null,
    dimensions: ['territory_name', 'region_name'],
    items: figures(company, book).map((value) => {
      const found = [...company.territories.values()].find((it) => it.territory_name === value.name)
      return { at: '', dims: { territory_name: value.name, region_name: found?.region ?? null }, value }
    }),
    measures: {
      count: (all) => all.length,
      accounts: number((it) => it.accounts),
      activities: number((it) => it.activities),
      open_amount: (all) => sum(all.map(({ open }) => open)),
      bookings: (all) => sum(all.map(({ booked }) => booked)),
    },
  }
}

/** How evenly they are spread: the one figure of the company, told by no dimension. */
export function territorySpread(company: SampleCompany, book: Book): View<readonly Figures[]> {
  const of = (value: (it: Figures) => number, figure: (values: readonly number[]) => number | null) =>
    ofOne((all: readonly Figures[]) => figure(all.map(value)))
  const both = (name: string, value: (it: Figures) => number) => ({
    [`${name}_cv`]: of(value, variation),
    [`${name}_gini`]: of(value, gini),
  })
  return {
    name: 'territory',
    time: null,
    dimensions: [],
    items: [{ at: '', dims: {}, value: figures(company, book) }],
    measures: {
      ...both('accounts', (it) => it.accounts),
      ...both('open_amount', (it) => Number(it.open)),
      ...both('activities', (it) => it.activities),
      ...both('bookings', (it) => Number(it.booked)),
    },
  }
}

function variation(values: readonly number[]): number | null {
  const mean = add(values) / values.length
  const squares = add(values.map((it) => (it - mean) ** 2))
  return mean > 0 ? Math.sqrt(squares / (values.length - 1)) / mean : null
}
