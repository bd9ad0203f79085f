import { type NaiveLife, naiveCurves, naiveQuantile } from '../support/naive-survival.ts'
import { dayNumber, localDay, type SampleCompany } from './company.ts'
import type { Deal, Dims } from './deals.ts'
import { type Item, ofOne as of, type View } from './view.ts'

interface Group {
  readonly dims: Dims
  readonly lives: readonly NaiveLife[]
  readonly points: ReturnType<typeof naiveCurves>
}

const kinds = {
  all: () => 'All',
  method: (deal: Deal) => deal.dims.channel_name ?? 'Unknown',
  segment: (deal: Deal) => deal.dims.account_segment ?? 'Unknown',
  territory: (deal: Deal) => deal.dims.territory_name ?? 'Unknown',
  team: (deal: Deal) => deal.dims.rep_team ?? 'Unknown',
} as const

const MEMBER = [['kind'], ['member']] as const

/** The time to close of each group, by the estimators' definitions. Deals of the sample always tell their days. */
export function cycleSurvival(company: SampleCompany, deals: readonly Deal[]): View<Group> {
  const ended = (how: NaiveLife['event']) =>
    of<Group>(({ lives }) => lives.filter(({ event }) => event === how).length)
  return {
    name: 'cycle_survival',
    time: null,
    dimensions: ['kind', 'member'],
    pins: MEMBER,
    items: groups(company, deals).map((group) => ({ at: '', dims: group.dims, value: group })),
    measures: {
      deals: of(({ lives }) => lives.length),
      deals_won: ended('won'),
      deals_lost: ended('lost'),
      deals_open: ended(null),
      left_out: of(() => 0),
      ...timeToClose(),
    },
  }
}

/** The same in the view of the cycle, by one of the dimensions that deals are grouped by. */
export function cycleTimes(company: SampleCompany, deals: readonly Deal[]): View<Group> {
  const kindOf = {
    channel_name: 'method',
    territory_name: 'territory',
    account_segment: 'segment',
    rep_team: 'team',
  }
  return {
    name: 'cycle',
    time: null,
    dimensions: Object.keys(kindOf),
    kinds: { ...kindOf, none: 'all' },
    items: groups(company, deals).map((group) => {
      const named = Object.entries(kindOf).filter(([, kind]) => kind === group.dims.kind)
      const dims = Object.fromEntries(named.map(([name]) => [name, group.dims.member ?? null]))
      return { at: '', dims: { ...dims, kind: group.dims.kind ?? null }, value: group }
    }),
    measures: { deals_followed: of(({ lives }) => lives.length), ...timeToClose() },
  }
}

function timeToClose(): View<Group>['measures'] {
  const quantile = (name: 'survival' | 'survival_low' | 'survival_high', level: number) =>
    of<Group>(({ points }) =>
      naiveQuantile(
        points.map((it) => ({ time: it.time, value: it[name] })),
        level,
      ),
    )
  const wonWithin = (days: number) =>
    of<Group>(({ points }) => {
      const last = points.at(-1)
      if (!last || (last.time < days && last.survival > 0)) return null
      return points.filter(({ time }) => time <= days).at(-1)?.cif_won ?? 0
    })
  return {
    km_median_days: quantile('survival', 0.5),
    km_median_low: quantile('survival_low', 0.5),
    km_median_high: quantile('survival_high', 0.5),
    km_p25_days: quantile('survival', 0.75),
    km_p75_days: quantile('survival', 0.25),
    cif_won_30: wonWithin(30),
    cif_won_60: wonWithin(60),
    cif_won_90: wonWithin(90),
    cif_won_180: wonWithin(180),
  }
}

/** The curves of each group, a row a day on which a deal closes or is last seen open. */
export function cycleCurve(company: SampleCompany, deals: readonly Deal[]): View<Group['points'][number]> {
  type Point = Group['points'][number]
  const items = groups(company, deals).flatMap((group) =>
    group.points.map(
      (point): Item<Point> => ({ at: '', dims: { ...group.dims, day: String(point.time) }, value: point }),
    ),
  )
  const total = (name: 'won' | 'lost' | 'censored') => (all: readonly Point[]) =>
    all.length === 0 ? null : all.reduce((sum, it) => sum + it[name], 0)
  const band = (cause: 'won' | 'lost', sign: -1 | 1) =>
    of<Point>((point) => {
      const [share, error] = [point[`cif_${cause}`], point[`cif_${cause}_se`]]
      return share === 0 ? 0 : Math.min(1, share * Math.exp((sign * 1.959963984540054 * error) / share))
    })
  return {
    name: 'cycle_curve',
    time: null,
    dimensions: ['kind', 'member', 'day'],
    pins: [...MEMBER, ['day']],
    items,
    measures: {
      at_risk: of((it) => it.at_risk),
      deals_won: total('won'),
      deals_lost: total('lost'),
      censored: total('censored'),
      survival: of((it) => it.survival),
      survival_low: of((it) => it.survival_low),
      survival_high: of((it) => it.survival_high),
      cif_won: of((it) => it.cif_won),
      cif_won_low: band('won', -1),
      cif_won_high: band('won', 1),
      cif_lost: of((it) => it.cif_lost),
      cif_lost_low: band('lost', -1),
      cif_lost_high: band('lost', 1),
    },
  }
}

function groups(company: SampleCompany, deals: readonly Deal[]): readonly Group[] {
  const today = dayNumber(localDay(company.asOf))
  return Object.entries(kinds).flatMap(([kind, memberOf]) =>
    [...new Set(deals.map(memberOf))].map((member): Group => {
      const lives = deals
        .filter((deal) => memberOf(deal) === member)
        .map(
          (deal): NaiveLife => ({
            entered: null,
            exited: deal.cycleDays ?? today - dayNumber(localDay(deal.createdAt)),
            event: deal.status === 'open' ? null : deal.status,
          }),
        )
      return { dims: { kind, member }, lives, points: naiveCurves(lives) }
    }),
  )
}
