import { dayNumber, localDay, type SampleCompany } from './company.ts'
import type { Deal } from './deals.ts'
import { fiscalQuarter } from './periods.ts'
import type { Answer, Item, View } from './view.ts'

/** Whether a deal of a cohort had entered, reached and passed a stage at an age. */
interface Progress {
  readonly stage: string
  readonly age: number
  readonly entered: boolean
  readonly reached: boolean
  readonly passed: boolean
}

const WON = 'Won'

/** The funnel, deal by deal: what each had done by each age, asked of its visits one after the other. */
export function funnel(company: SampleCompany, deals: readonly Deal[]): View<Progress> {
  const stages = [...company.stages.values()]
    .filter(({ IsClosed }) => IsClosed !== 'true')
    .sort((a, b) => Number(a.SortOrder) - Number(b.SortOrder))
    .map(({ ApiName }) => ApiName ?? '')
  const labels = new Map([...company.stages].map(([name, { MasterLabel }]) => [name, MasterLabel ?? name]))
  const today = dayNumber(localDay(company.asOf))
  const items = deals.flatMap((deal) =>
    [30, 60, 90, 180, 365]
      .filter((age) => today - dayNumber(localDay(deal.createdAt)) >= age)
      .flatMap((age) =>
        [...stages, WON].map((stage, order): Item<Progress> => {
          const seen = stagesWithin(deal, age)
          const won = seen.includes(WON)
          const later = won || seen.some((it) => stages.indexOf(it) > order)
          const entered = seen.includes(stage)
          return {
            at: '',
            dims: {
              cohort: fiscalQuarter(localDay(deal.createdAt)),
              stage_name: labels.get(stage) ?? stage,
              age_days: String(age),
            },
            value: { stage, age, entered, reached: entered || later, passed: later },
          }
        }),
      ),
  )
  const count = (which: (it: Progress) => boolean) => (all: readonly Progress[]) =>
    isOne(all) ? all.filter(which).length : null
  const passed = (all: readonly Progress[]): Answer =>
    isOne(all) && all[0]?.stage !== WON ? all.filter((it) => it.passed).length : null
  const rate = (part: Answer, whole: Answer) =>
    part === null || !whole ? null : Number(part) / Number(whole)
  const reached = count((it) => it.reached)
  return {
    name: 'funnel',
    time: null,
    dimensions: ['cohort', 'stage_name', 'age_days'],
    pins: [['age_days'], ['stage_name']],
    items,
    measures: {
      deals: count(() => true),
      entered: count((it) => it.entered),
      reached,
      passed,
      reach_rate: (all) => rate(reached(all), count(() => true)(all)),
      pass_rate: (all) => rate(passed(all), reached(all)),
    },
  }
}

/** Stages that a deal entered in the company days up to an age, and the win. */
function stagesWithin(deal: Deal, age: number): string[] {
  const last = dayNumber(localDay(deal.createdAt)) + age
  const entered = deal.visits.filter(({ enteredAt }) => dayNumber(localDay(enteredAt)) <= last)
  const won = deal.status === 'won' && deal.closedAt !== null && dayNumber(localDay(deal.closedAt)) <= last
  return [...entered.map(({ stage }) => stage), ...(won ? [WON] : [])]
}

/** Figures of several stages or ages would count a deal more than once. */
function isOne(all: readonly Progress[]): boolean {
  return new Set(all.map(({ stage, age }) => `${stage}/${age}`)).size === 1
}
