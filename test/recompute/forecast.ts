import { dayNumber, localDay, type SampleCompany } from './company.ts'
import { type Dims, ownerDims } from './deals.ts'
import type { Given, GivenForecast } from './given-forecasts.ts'
import { ledger } from './ledger.ts'
import type { Micros } from './money.ts'
import { dayAfter, fiscalQuarter, periodOf } from './periods.ts'
import { submissionsOf } from './submissions.ts'
import type { Version } from './versions.ts'
import { type Answer, add, type Item, mean, ofOne, ratio, sum, type View } from './view.ts'

interface Told {
  readonly origin: string
  readonly periodStart: string
  readonly periodEnd: string
  readonly level: string
  readonly unit: string
  readonly method: string
  readonly made: string
  readonly point: Micros
  readonly single: Micros | null
  readonly range: GivenForecast['range']
  readonly won: Micros | null
  readonly openDeals: number | null
}

interface Scored extends Told {
  readonly actual: Micros
  /** Mean size of the yearly change of the quarters before; null without five of them. */
  readonly scale: number | null
  /** Size of the error of the 90-day mean of the same day, unit and quarter. */
  readonly plain: Micros | null
}

const BY = [
  'method',
  'level',
  'period',
  'horizon_days',
  'week_of_quarter',
  'made',
  'unit',
  'rep_name',
  'rep_team',
]

/** Every forecast, and how those of quarters that are over came out; what methods said is given, submissions are read again. */
export function forecasts(
  exports: string,
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
  given: Given,
): readonly [View<Told>, View<Scored>, View<Habit>] {
  const none = { single: null, range: null, won: null, openDeals: null }
  const all: readonly Told[] = [
    ...given.forecasts.map((it) => ({ ...none, ...it })),
    ...submissionsOf(exports, company, given.forecasts).map((it) => ({ ...none, ...it })),
  ]
  const today = localDay(company.asOf)
  const scored = scoredOf(
    all.filter(({ periodEnd }) => periodEnd < today),
    bookedByQuarter(company, byDeal),
    today,
  )
  return [view(all, company, today), accuracy(scored, company), habits(scored, company)]
}

function view(all: readonly Told[], company: SampleCompany, today: string): View<Told> {
  const total = (of: (it: Told) => Micros | null) => (rows: readonly Told[]) => sum(rows.map(of))
  return {
    name: 'forecast',
    time: null,
    dimensions: [...BY, 'is_latest'],
    pins: [['method'], ['level'], ['period'], ['is_latest', 'horizon_days']],
    items: all.map((it) => ({
      at: it.origin,
      dims: { ...dimsOf(it, company), is_latest: String(it.origin === today) },
      value: it,
    })),
    measures: {
      point: total((it) => it.point),
      p10: ofOne((it) => it.range?.[0] ?? null),
      p50: ofOne((it) => it.range?.[1] ?? null),
      p90: ofOne((it) => it.range?.[2] ?? null),
      won: total((it) => it.won),
      single_amount: total((it) => it.single),
      open_deals: (rows) => {
        const told = rows.flatMap(({ openDeals }) => (openDeals === null ? [] : [openDeals]))
        return told.length ? add(told) : null
      },
    },
  }
}

const size = (n: Micros): Micros => (n < 0n ? -n : n)
const errorOf = ({ point, actual }: Scored): Micros => point - actual
const toNumber = (n: Micros | null): number => Number(n ?? 0n) / 1e6

function accuracy(scored: readonly Scored[], company: SampleCompany): View<Scored> {
  const actual = (rows: readonly Scored[]) => sum(rows.map((it) => it.actual))
  const error = (rows: readonly Scored[]) => sum(rows.map(errorOf))
  const absolute = (rows: readonly Scored[]) => sum(rows.map((it) => size(errorOf(it))))
  const share = (part: Micros | null, rows: readonly Scored[]): Answer =>
    ratio(Number(part ?? 0n), Number(actual(rows) ?? 0n), part)
  const ranged = (rows: readonly Scored[]) => rows.filter(({ range }) => range !== null)
  return {
    name: 'forecast_accuracy',
    time: 'period_start',
    dimensions: BY,
    pins: [['method'], ['level']],
    items: scored.map((it) => ({ at: it.periodStart, dims: dimsOf(it, company), value: it })),
    measures: {
      n: (rows) => rows.length,
      quarters: (rows) => new Set(rows.map(({ periodStart }) => periodStart)).size,
      expected: (rows) => sum(rows.map(({ point }) => point)),
      actual,
      error,
      abs_error: absolute,
      wape: (rows) => share(absolute(rows), rows),
      bias: (rows) => share(error(rows), rows),
      mape: (rows) =>
        mean(
          rows
            .filter((it) => it.level === 'company' && it.actual > 0n)
            .map((it) => Number(size(errorOf(it))) / Number(it.actual)),
        ),
      tracking_signal: (rows) => {
        const typical = toNumber(absolute(rows)) / rows.length
        return typical > 0 ? toNumber(error(rows)) / typical : null
      },
      mase: (rows) => {
        const told = rows.filter(({ scale }) => scale !== null && scale > 0)
        return told.length ? toNumber(absolute(told)) / add(told.map(({ scale }) => scale ?? 0)) : null
      },
      skill: (rows) => {
        const told = rows.filter(({ plain }) => plain !== null)
        const plain = toNumber(sum(told.map((it) => it.plain)))
        return plain > 0 ? 1 - toNumber(absolute(told)) / plain : null
      },
      coverage80: (rows) =>
        ratio(
          ranged(rows).filter(({ range, actual: came }) => range && came >= range[0] && came <= range[2])
            .length,
          ranged(rows).length,
        ),
      pinball: (rows) =>
        mean(
          ranged(rows).map(({ range, actual: came }) =>
            range ? (loss(came, range[0], 0.1) + loss(came, range[2], 0.9)) / 2 : 0,
          ),
        ),
    },
  }
}

function loss(actual: Micros, quantile: Micros, at: number): number {
  const over = toNumber(actual - quantile)
  return Math.max(at * over, (at - 1) * over)
}

interface Habit {
  readonly committed: Micros
  readonly booked: Micros
}

/** Commits of each rep against bookings, over the weeks of quarters that are over. */
function habits(scored: readonly Scored[], company: SampleCompany): View<Habit> {
  const own = scored.filter(
    (it) => it.level === 'rep' && it.method === 'commit' && it.origin >= it.periodStart && it.actual > 0n,
  )
  const reps = [...new Set(own.map(({ unit }) => unit))]
  const total = (of: keyof Habit) => (rows: readonly Habit[]) => sum(rows.map((it) => it[of]))
  return {
    name: 'forecast_habit',
    time: null,
    dimensions: ['habit', 'quarters_told', 'rep_name', 'rep_team', 'manager_name'],
    items: reps.map((rep) => {
      const mine = own.filter(({ unit }) => unit === rep)
      const quarters = [...new Set(mine.map(({ periodStart }) => periodStart))].map((start) => {
        const weeks = mine.filter(({ periodStart }) => periodStart === start)
        return {
          committed: sum(weeks.map((it) => it.point)) ?? 0n,
          booked: sum(weeks.map((it) => it.actual)) ?? 0n,
        }
      })
      const value = { committed: total('committed')(quarters) ?? 0n, booked: total('booked')(quarters) ?? 0n }
      const over = quarters.filter((it) => it.committed > it.booked).length / quarters.length
      const bias = Number(value.committed) / Number(value.booked) - 1
      const habit =
        quarters.length < 4
          ? 'too_few'
          : bias > 0.05 && over >= 0.75
            ? 'hopes'
            : bias < -0.05 && over <= 0.25
              ? 'sandbags'
              : 'neither'
      return {
        at: '',
        dims: {
          ...ownerDims(company.users.get(rep), company),
          habit,
          quarters_told: String(quarters.length),
        },
        value,
      }
    }),
    measures: {
      submitters: (rows) => rows.length,
      committed: total('committed'),
      booked: total('booked'),
      commit_bias: (rows) => {
        const booked = total('booked')(rows)
        return booked ? Number(total('committed')(rows)) / Number(booked) - 1 : null
      },
    },
  }
}

/** Whose a forecast is as the people stand now; a team is its manager's, where all of it report to one. */
function dimsOf(it: Told, company: SampleCompany): Dims {
  const owner = ownerOf(it, company)
  const week =
    it.origin < it.periodStart ? 0 : Math.floor((dayNumber(it.origin) - dayNumber(it.periodStart)) / 7) + 1
  return {
    ...ownerDims(owner, company),
    method: it.method,
    level: it.level,
    made: it.made,
    period: fiscalQuarter(it.periodStart),
    horizon_days: String(dayNumber(it.periodEnd) - dayNumber(it.origin)),
    week_of_quarter: String(week),
    unit: nameOf(it, company),
  }
}

type Unit = Pick<Told, 'level' | 'unit'>

/** Whose a unit is. */
export function ownerOf({ level, unit }: Unit, company: SampleCompany) {
  if (level === 'rep') return company.users.get(unit)
  if (level !== 'team') return undefined
  const managers = new Set(
    [...company.users.values()]
      .filter((user) => user.Team__c === unit && user.ManagerId)
      .map((user) => user.ManagerId),
  )
  return managers.size === 1 ? company.users.get([...managers][0] ?? '') : undefined
}

export function nameOf({ level, unit }: Unit, company: SampleCompany): string {
  if (level === 'rep') return company.users.get(unit)?.Name ?? (unit === 'unknown' ? 'Unknown' : unit)
  if (level === 'territory')
    return company.territories.get(unit)?.territory_name ?? (unit === 'unknown' ? 'Unknown' : unit)
  return level === 'company' ? 'Siam Meridian' : unit
}

/** Bookings by level, unit and fiscal quarter. */
function bookedByQuarter(
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
): ReadonlyMap<string, Micros> {
  const territoryIds = new Map(
    [...company.territories.values()].map((it) => [it.territory_name, it.territory_id]),
  )
  const booked = new Map<string, Micros>()
  for (const { at, dims, value } of ledger(company, byDeal).items as readonly Item<{ amount: Micros }>[]) {
    const [start] = periodOf(localDay(at), 'fiscal_quarter')
    const units = [
      ['rep', dims.rep_id],
      ['team', dims.rep_team ?? 'unknown'],
      ['territory', territoryIds.get(dims.territory_name ?? '') ?? 'unknown'],
      ['company', 'company'],
    ]
    for (const [level, unit] of units) {
      const key = `${level}/${unit}/${start}`
      booked.set(key, (booked.get(key) ?? 0n) + value.amount)
    }
  }
  return booked
}

function scoredOf(over: readonly Told[], booked: ReadonlyMap<string, Micros>, today: string): Scored[] {
  const plain = new Map(
    over
      .filter(({ method }) => method === 'mean_90')
      .map((it) => [`${it.origin}/${it.level}/${it.unit}/${it.periodStart}`, it.point]),
  )
  const scales = new Map<string, number | null>()
  return over.map((it) => {
    const unit = `${it.level}/${it.unit}`
    const actual = booked.get(`${unit}/${it.periodStart}`) ?? 0n
    const key = `${unit}/${it.periodStart}`
    if (!scales.has(key)) scales.set(key, scaleOf(unit, it.periodStart, booked, today))
    const of90 = plain.get(`${it.origin}/${it.level}/${it.unit}/${it.periodStart}`)
    return {
      ...it,
      actual,
      scale: scales.get(key) ?? null,
      plain: of90 === undefined ? null : size(of90 - actual),
    }
  })
}

/** Mean size of the change on the quarter a year before, over quarters before one, from the unit's first bookings on. */
function scaleOf(
  unit: string,
  before: string,
  booked: ReadonlyMap<string, Micros>,
  today: string,
): number | null {
  const starts = [...booked.keys()]
    .flatMap((key) => (key.startsWith(`${unit}/`) ? [key.slice(-10)] : []))
    .sort()
  const quarters: string[] = []
  for (let start = starts[0] ?? today; start < before; start = dayAfter(periodOf(start, 'fiscal_quarter')[1]))
    quarters.push(start)
  const amount = (start: string) => Number(booked.get(`${unit}/${start}`) ?? 0n) / 1e6
  const changes = quarters.slice(4).map((start, i) => Math.abs(amount(start) - amount(quarters[i] ?? '')))
  return mean(changes)
}
