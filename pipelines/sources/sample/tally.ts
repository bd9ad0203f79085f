import { at } from './at.ts'
import { companyDay, fiscalQuarter, fiscalYearMonth, instantOf, monthOf, weekday } from './calendar.ts'
import type { Deal } from './deal.ts'
import { forecastCategory } from './forecast-category.ts'
import { closedLost, closedWon, type Method, type Segment } from './parameters.ts'
import { type Rep, type Staff, stintOn } from './people.ts'
import type { Rates } from './rates.ts'
import type { Currency } from './territories.ts'

/** Outcomes of a group of deals as of the last drop. */
export interface Outcomes {
  won: number
  lost: number
  open: number
  /** Sum over won deals of days from creation to the last close. */
  wonDays: number
}

/** Something that happened to the records and that a careful reader of the exports can find. */
export interface Incident {
  kind:
    | 'account-merged'
    | 'deal-reopened'
    | 'duplicate-deal'
    | 'closed-late-evening'
    | 'closed-after-midnight'
    | 'entered-late'
  at: number
  id: string
  /** The survivor of a merge, the original of a duplicate. */
  other?: string
}

/** A rep's book on a Monday morning, in company currency, for the running quarter. */
export interface Book {
  won: number
  commit: number
  best: number
  pipeline: number
}

const bookColumns = 4

/** Counts what the simulation did while it streams by: outcomes, bookings, incidents, weekly books. */
export class Tally {
  readonly byMethod: Partial<Record<Method, Outcomes>> = {}
  readonly bySegment: Partial<Record<Segment, Outcomes>> = {}
  readonly byRep: Outcomes[] = []
  readonly total: Outcomes = noOutcomes()
  /** Hundredths of won amounts by currency, and by fiscal year (its first month) and currency. */
  readonly wonCents = new Map<Currency, number>()
  readonly wonCentsByYear = new Map<number, Map<Currency, number>>()
  /** Won amounts by team and month, in company currency: what quotas are planned from. */
  readonly wonByTeam = new Map<string, Map<number, number>>()
  readonly incidents: Incident[] = []
  methodBlank = 0
  lineItemsMismatched = 0
  amountMissing = 0
  /** Mondays at ten, the times at which forecasts are submitted. */
  readonly mondays: number[] = []
  readonly #books: Float64Array
  readonly #staff: Staff
  readonly #rates: Rates
  readonly #horizon: number

  constructor(staff: Staff, rates: Rates, firstDay: number, untilDay: number) {
    this.#staff = staff
    this.#rates = rates
    this.#horizon = instantOf(untilDay + 1, 0) - 1
    for (let day = firstDay; day <= untilDay; day++) if (weekday(day) === 1) this.mondays.push(day)
    this.#books = new Float64Array(this.mondays.length * staff.reps.length * bookColumns)
    staff.reps.forEach(() => {
      this.byRep.push(noOutcomes())
    })
  }

  book(week: number, rep: Rep): Book {
    const cell = (column: number): number => this.#books[this.#offset(week, rep) + column] ?? 0
    return { won: cell(0), commit: cell(1), best: cell(2), pipeline: cell(3) }
  }

  incident(incident: Incident): void {
    if (incident.at <= this.#horizon) this.incidents.push(incident)
  }

  /** Counts a live deal as of the horizon; `categoryDraw` is what settles its forecast category. */
  deal(deal: Deal, categoryDraw: number): void {
    const last = deal.changes.findLast((change) => change.at <= this.#horizon)
    if (last === undefined) return
    const { method, segment, createdAt } = deal.start
    const methodGroup = this.byMethod[method] ?? noOutcomes()
    const segmentGroup = this.bySegment[segment] ?? noOutcomes()
    this.byMethod[method] = methodGroup
    this.bySegment[segment] = segmentGroup
    const closedAt = deal.changes.findLast(
      (change) => change.kind === 'stage' && change.at <= this.#horizon,
    )?.at
    for (const group of [this.total, methodGroup, segmentGroup, at(this.byRep, last.owner.number)]) {
      if (last.stage === closedWon) {
        group.won++
        group.wonDays += companyDay(closedAt ?? last.at) - companyDay(createdAt)
      } else if (last.stage === closedLost) group.lost++
      else group.open++
    }
    if (last.cents === null) this.amountMissing++
    if (last.stage === closedWon && last.cents !== null)
      this.#bookings(deal, last.owner, last.closeDay, last.cents)
    this.#addToBooks(deal, categoryDraw)
  }

  #bookings(deal: Deal, owner: Rep, day: number, cents: number): void {
    const { currency } = deal.start
    add(this.wonCents, currency, cents)
    const month = monthOf(day)
    add(nested(this.wonCentsByYear, fiscalYearMonth(month)), currency, cents)
    const team = at(this.#staff.seats, stintOn(owner, day).seat).territory.team
    add(nested(this.wonByTeam, team), month, (cents / 100) * this.#rates.spot(currency, day))
  }

  #addToBooks(deal: Deal, categoryDraw: number): void {
    const { changes, start } = deal
    const firstMonday = at(this.mondays, 0)
    changes.forEach((change, i) => {
      const until = Math.min(changes[i + 1]?.at ?? Number.POSITIVE_INFINITY, this.#horizon)
      if (change.cents === null || change.stage === closedLost) return
      const quarter = fiscalQuarter(change.closeDay)
      const firstWeek = Math.max(
        0,
        Math.floor((Math.max(companyDay(change.at), quarter.first) - firstMonday) / 7),
      )
      for (let week = firstWeek; week < this.mondays.length; week++) {
        const day = at(this.mondays, week)
        const moment = instantOf(day, 36_000)
        if (moment >= until || day > quarter.last) break
        if (moment < change.at || day < quarter.first) continue
        const amount = (change.cents / 100) * this.#rates.spot(start.currency, day)
        const category = forecastCategory(change.stage, change.owner, categoryDraw).category
        const column =
          change.stage === closedWon ? 0 : category === 'Forecast' ? 1 : category === 'BestCase' ? 2 : 3
        const cell = this.#offset(week, change.owner) + column
        this.#books[cell] = (this.#books[cell] ?? 0) + amount
      }
    })
  }

  #offset(week: number, rep: Rep): number {
    return (week * this.#staff.reps.length + rep.number) * bookColumns
  }
}

const noOutcomes = (): Outcomes => ({ won: 0, lost: 0, open: 0, wonDays: 0 })

function add<K>(sums: Map<K, number>, key: K, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value)
}

function nested<K, L>(sums: Map<K, Map<L, number>>, key: K): Map<L, number> {
  const inner = sums.get(key) ?? new Map<L, number>()
  sums.set(key, inner)
  return inner
}
