import { type Account, doubleLink, draftAccount, segmentAt, writeAccountRecord } from './account.ts'
import { type AccountLink, fixedLink } from './account-link.ts'
import { writeActivity } from './activity-records.ts'
import { at } from './at.ts'
import { companyDay } from './calendar.ts'
import { type Contact, writeContact } from './contacts.ts'
import type { Deal, DealStart } from './deal.ts'
import { liveDeal } from './deal-life.ts'
import { writeDeal } from './deal-records.ts'
import { writeConvertedLead } from './leads.ts'
import {
  closedWon,
  type DealType,
  type Method,
  methodMix,
  methodNames,
  methods,
  type Segment,
  segmentNames,
  segments,
  shares,
} from './parameters.ts'
import { holderAt, rampOf, type Seat } from './people.ts'
import { Rng, streams } from './rng.ts'
import type { SeatPicker } from './seat-picker.ts'
import { products, type World } from './world.ts'

/** Deals at scale 1, and so accounts: each has as many as its segment's mean says, give or take chance. */
const dealsAtScale1 = 12_000

export function accountCount(scale: number): number {
  const mean = segmentNames.reduce((sum, name) => sum + segments[name].share * segments[name].deals, 0)
  return Math.max(1, Math.round((dealsAtScale1 * scale) / (mean * (1 - shares.accountWithoutDeals))))
}

/** Simulates and writes one account with all that hangs on it: contacts, leads, deals, activities. */
export function writeAccount(world: World, seats: SeatPicker, number: number): void {
  const rng = new Rng(world.seed, streams.account, number)
  const seat = seats.pick(rng)
  const segment = at(segmentNames, rng.weighted(segmentNames.map((name) => segments[name].share)))
  const demand = drawDemand(world, seat, segment, rng)
  const account = draftAccount(world, seat, segment, demand[0]?.createdAt, rng)
  writeAccountRecord(world, account)
  const contacts = Array.from({ length: rng.int(1, segment === 'SMB' ? 2 : 4) }, (_, i) =>
    writeContact(world, account, fixedLink(account.id), account.createdAt + i * 60_000, i, rng),
  )
  if (account.double !== null) {
    const { double } = account
    const link = {
      idAt: (time: number) => (time < double.mergedAt ? double.id : account.id),
      movedAt: double.mergedAt,
    }
    writeContact(world, account, link, double.createdAt + 60_000, contacts.length, rng)
  }
  let wonAt = Number.POSITIVE_INFINITY
  for (const { method, createdAt } of demand) {
    const type: DealType = createdAt < wonAt ? 'New Business' : rng.chance(0.6) ? 'Expansion' : 'Renewal'
    const deal = liveDeal(startDeal(world, account, method, type, createdAt, rng), world.horizon, rng)
    writeDealWithWork(world, account, contacts, deal, rng)
    const won = deal.changes.find((change) => change.stage === closedWon)
    if (won !== undefined) wonAt = Math.min(wonAt, won.at)
  }
}

/** Methods and instants of the account's deals, rising; reps who are still ramping up find fewer. */
function drawDemand(
  world: World,
  seat: Seat,
  segment: Segment,
  rng: Rng,
): { method: Method; createdAt: number }[] {
  const count = rng.chance(shares.accountWithoutDeals) ? 0 : rng.poisson(segments[segment].deals)
  const list = Array.from({ length: count }, () => {
    const method = at(methodNames, rng.weighted(methodMix[seat.territory.kind]))
    let createdAt = world.demand.instant(method, rng)
    const missed = 0.5 * (1 - rampOf(holderAt(seat, createdAt), companyDay(createdAt)))
    if (rng.chance(missed)) createdAt = world.demand.instant(method, rng)
    return { method, createdAt }
  })
  return list.sort((a, b) => a.createdAt - b.createdAt)
}

function startDeal(
  world: World,
  account: Account,
  method: Method,
  type: DealType,
  createdAt: number,
  rng: Rng,
): DealStart {
  const { seat } = account
  const segment = segmentAt(account, createdAt)
  const logSize = methods[method].sizeSigma * rng.normal()
  const { currency } = seat.territory
  const amount = segments[segment].size * methods[method].size * Math.exp(logSize)
  const cents = Math.max(
    10_000,
    Math.round((100 * amount) / world.rates.spot(currency, companyDay(createdAt))),
  )
  const amountLate = rng.chance(shares.amountLate)
  const firstStage = rng.weighted(methods[method].firstStage)
  return { createdAt, seat, method, segment, type, currency, cents, logSize, amountLate, firstStage }
}

function writeDealWithWork(
  world: World,
  account: Account,
  contacts: readonly Contact[],
  deal: Deal,
  rng: Rng,
): void {
  const { createdAt, method, type, seat } = deal.start
  const { double } = account
  const onDouble =
    double !== null && createdAt > double.createdAt && createdAt < double.mergedAt && rng.chance(0.6)
  const link: AccountLink = onDouble && double !== null ? doubleLink(account, double) : fixedLink(account.id)
  const contact = rng.pick(contacts)
  const product = at(products, rng.int(0, products.length - 1)).name
  const dealId = writeDeal(world, deal, link, `${account.company.stem} - ${product} ${rng.int(10, 99)}`, rng)
  if (type === 'New Business' && rng.chance(methods[method].fromLead)) {
    const conversion = { at: createdAt, accountId: link.idAt(createdAt), contactId: contact.id, dealId }
    writeConvertedLead(world, seat, method, contact.person, account.company, conversion, rng)
  }
  const about = { who: contact.id, what: dealId, account: link, since: createdAt }
  for (const activity of deal.activities) writeActivity(world, activity, about, rng)
}
