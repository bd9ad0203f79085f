import type { AccountLink } from './account-link.ts'
import { at } from './at.ts'
import { dayMs, instantOf, instantText } from './calendar.ts'
import { booleanText } from './cells.ts'
import { files } from './columns.ts'
import { workingSecond } from './demand.ts'
import { type CompanyName, companyName, secondSpelling } from './names.ts'
import { type Segment, segmentNames, segments, shares } from './parameters.ts'
import { handovers, holderAt, type Seat } from './people.ts'
import type { Rng } from './rng.ts'
import type { World } from './world.ts'

/** A second account that somebody made of the same company, and when it was merged away. */
interface Double {
  id: string
  name: string
  createdAt: number
  mergedAt: number
}

export interface Account {
  id: string
  seat: Seat
  company: CompanyName
  country: string
  createdAt: number
  segment: Segment
  /** When the company grew into the next segment, if it did. */
  grownAt: number | null
  employees: [number, number]
  double: Double | null
}

/** Segment of an account at an instant. */
export const segmentAt = (account: Account, instant: number): Segment =>
  account.grownAt === null || instant < account.grownAt
    ? account.segment
    : at(segmentNames, segmentNames.indexOf(account.segment) + 1)

/** The link of a record that hangs on the account's double, until the merge moves it. */
export const doubleLink = (account: Account, double: Double): AccountLink => ({
  idAt: (time) => (time < double.mergedAt ? double.id : account.id),
  movedAt: double.mergedAt,
})

/** Draws what an account is like; it exists by the time of its first deal. */
export function draftAccount(
  world: World,
  seat: Seat,
  segment: Segment,
  firstDealAt: number | undefined,
  rng: Rng,
): Account {
  const id = world.ids.account.next()
  const company = companyName(rng, seat.territory)
  const opened = instantOf(world.firstDay, 8 * 3600)
  const anyDay = instantOf(rng.int(world.firstDay, world.untilDay), workingSecond(rng))
  const before = rng.chance(0.45) ? 60_000 : rng.int(1, 200) * dayMs
  const createdAt = firstDealAt === undefined ? anyDay : Math.max(opened, firstDealAt - before)
  const [low, high] = segments[segment].employees
  const employees = Math.round(low * (high / low) ** rng.next())
  const grows = segment !== 'Enterprise' && rng.chance(0.03)
  const grownAt = createdAt + rng.int(200, 700) * dayMs
  const doubled = rng.chance(shares.mergedAccount)
  const doubleAt = createdAt + rng.int(10, 200) * dayMs
  const mergedAt = doubleAt + rng.int(20, 700) * dayMs
  const double =
    doubled && doubleAt <= world.horizon
      ? { id: world.ids.account.next(), name: secondSpelling(rng, company), createdAt: doubleAt, mergedAt }
      : null
  return {
    id,
    seat,
    company,
    country: rng.pick(seat.territory.countries),
    createdAt,
    segment,
    grownAt: grows ? grownAt : null,
    employees: [employees, high + rng.int(1, high)],
    double,
  }
}

/** Writes an account as it changes hands and grows, and its double until the merge. */
export function writeAccountRecord(world: World, account: Account): void {
  const { seat, double } = account
  const row =
    (id: string, name: string, createdAt: number, mergedAt: number) => (asOf: number, changed: number) => {
      const merged = mergedAt <= asOf
      const modified = instantText(changed)
      const grown = account.grownAt !== null && account.grownAt <= asOf
      return [
        id,
        name,
        account.company.industry,
        segmentAt(account, asOf),
        String(account.employees[grown ? 1 : 0]),
        account.country,
        `https://www.${account.company.domain}`,
        holderAt(seat, Math.min(asOf, mergedAt)).id,
        seat.territory.id,
        booleanText(merged),
        merged ? account.id : '',
        instantText(createdAt),
        modified,
        modified,
      ]
    }
  const never = Number.POSITIVE_INFINITY
  const times = [account.createdAt, ...handovers(seat, account.createdAt)]
  if (account.grownAt !== null) times.push(account.grownAt)
  if (double !== null) times.push(double.mergedAt)
  times.sort((a, b) => a - b)
  world.drops.record(files.Account, times, row(account.id, account.company.name, account.createdAt, never))
  if (double === null) return
  const changes = [
    ...handovers(seat, double.createdAt),
    ...(account.grownAt === null ? [] : [account.grownAt]),
  ]
  const alive = changes
    .filter((time) => time > double.createdAt && time < double.mergedAt)
    .sort((a, b) => a - b)
  const life = [double.createdAt, ...alive, double.mergedAt]
  world.drops.record(files.Account, life, row(double.id, double.name, double.createdAt, double.mergedAt))
  world.tally.incident({ kind: 'account-merged', at: double.mergedAt, id: double.id, other: account.id })
}
