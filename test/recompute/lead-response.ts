import { localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import type { Book, Dims } from './deals.ts'
import { type Curve, median, survivalCurve } from './kaplan-meier.ts'
import { type Lead, readLeads } from './leads.ts'
import { periodsBetween } from './periods.ts'
import { ofOne as of, type View } from './view.ts'

interface Group {
  readonly dims: Dims
  readonly leads: number
  readonly answered: number
  /** By seconds from the creation on, and by those of working hours alone. */
  readonly all: Curve
  readonly working: Curve
}

const kinds = {
  all: null,
  source: 'lead_source',
  method: 'channel_name',
  campaign: 'campaign_name',
  team: 'rep_team',
  territory: 'territory_name',
} as const

/**
 * How soon the leads of each group are answered; those that are not count as far as they were followed. Told by
 * group, and in the view of leads by one of the dimensions that leads are grouped by.
 */
export function leadResponse(exports: string, company: SampleCompany, book: Book): readonly View<Group>[] {
  const all = groups(exports, company, book)
  const named = Object.entries(kinds).flatMap(([kind, name]) => (name ? [[name, kind] as const] : []))
  return [
    {
      name: 'lead_response',
      time: null,
      dimensions: ['kind', 'member', 'small_n'],
      pins: [['kind'], ['member']],
      items: all.map((value) => ({ at: '', dims: value.dims, value })),
      measures: { ...measures(), leads_answered: of(({ answered }) => answered) },
    },
    {
      name: 'leads',
      time: null,
      dimensions: named.map(([name]) => name),
      kinds: { ...Object.fromEntries(named), none: 'all' },
      items: all.map((value) => {
        const { kind = null, member = null } = value.dims
        const mine = named.filter((it) => it[1] === kind)
        return { at: '', dims: { kind, ...Object.fromEntries(mine.map(([name]) => [name, member])) }, value }
      }),
      measures: measures(),
    },
  ]
}

function measures(): View<Group>['measures'] {
  const half = (hours: 'all' | 'working') =>
    of<Group>((group) => {
      const seconds = median(group[hours])
      return seconds === null ? null : seconds / 60
    })
  const within = (minutes: number, hours: 'all' | 'working') =>
    of<Group>(({ [hours]: points }) => {
      const last = points.at(-1)
      if (!last || (last.time < minutes * 60 && last.value > 0)) return null
      return 1 - (points.filter(({ time }) => time <= minutes * 60).at(-1)?.value ?? 1)
    })
  return {
    response_median: half('all'),
    response_median_business: half('working'),
    answered_in_5: within(5, 'all'),
    answered_in_60: within(60, 'all'),
    answered_in_60_business: within(60, 'working'),
    leads_followed: of(({ leads }) => leads),
  }
}

function groups(exports: string, company: SampleCompany, book: Book): Group[] {
  const followed = readLeads(exports, company, book).map((lead) => {
    const until = lead.touches[0] ?? lead.lastKnown
    const wait = (milliseconds: number) => ({
      time: Math.floor(milliseconds / 1000 + 0.5),
      ended: lead.touches.length > 0,
    })
    return {
      lead,
      isTold: until >= lead.createdAt,
      all: wait(Date.parse(until) - Date.parse(lead.createdAt)),
      working: wait(worked(lead.createdAt, until)),
    }
  })
  return Object.entries(kinds).flatMap(([kind, name]) => {
    const memberOf = ({ dims }: Lead) => (name ? (dims[name] ?? 'Unknown') : 'All')
    return [...new Set(followed.map(({ lead }) => memberOf(lead)))].map((member): Group => {
      const mine = followed.filter(({ lead, isTold }) => memberOf(lead) === member && isTold)
      return {
        dims: { kind, member, small_n: String(mine.length < 30) },
        leads: mine.length,
        answered: mine.filter(({ all }) => all.ended).length,
        all: survivalCurve(mine.map((it) => it.all)),
        working: survivalCurve(mine.map((it) => it.working)),
      }
    })
  })
}

/** Milliseconds between two instants that lie between nine and six on Mondays to Fridays. */
function worked(from: string, to: string): number {
  return periodsBetween(localDay(from), localDay(to), 'day').reduce((sum, [day]) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (weekday === 0 || weekday === 6) return sum
    const midnight = Date.parse(startOfLocalDay(day))
    const begin = Math.max(Date.parse(from), midnight + 9 * 3_600_000)
    const end = Math.min(Date.parse(to), midnight + 18 * 3_600_000)
    return sum + Math.max(0, end - begin)
  }, 0)
}
