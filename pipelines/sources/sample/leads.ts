import { type Regarding, writeActivity } from './activity-records.ts'
import { at } from './at.ts'
import { companyDay, dayMs, dayText, instantOf, instantText } from './calendar.ts'
import { booleanText } from './cells.ts'
import { files } from './columns.ts'
import { type CompanyName, companyName, mailAddress, type PersonName, personName } from './names.ts'
import { type Method, methodMix, methodNames, methods } from './parameters.ts'
import { handovers, holderAt, type Seat } from './people.ts'
import { Rng, streams } from './rng.ts'
import type { SeatPicker } from './seat-picker.ts'
import type { World } from './world.ts'

/** What a lead was converted into. */
export interface Conversion {
  at: number
  accountId: string
  contactId: string
  dealId: string
}

interface LeadPlan {
  createdAt: number
  seat: Seat
  method: Method
  person: PersonName
  company: CompanyName
  conversion: Conversion | null
}

/** Leads that never came to a deal, at scale 1. */
const unconvertedAtScale1 = 12_000

export const unconvertedLeads = (scale: number): number => Math.round(unconvertedAtScale1 * scale)

/** Writes the lead that a deal came from; it came up some days before the deal. */
export function writeConvertedLead(
  world: World,
  seat: Seat,
  method: Method,
  person: PersonName,
  company: CompanyName,
  conversion: Conversion,
  rng: Rng,
): void {
  const age = (0.1 + 4 * rng.lognormal(0.9)) * dayMs
  const createdAt = Math.max(instantOf(world.firstDay, 8 * 3600), secondOf(conversion.at - age))
  writeLead(world, { createdAt, seat, method, person, company, conversion }, rng)
}

/** Writes one lead that comes to nothing, or to nothing yet. */
export function writeUnconvertedLead(world: World, seats: SeatPicker, number: number): void {
  const rng = new Rng(world.seed, streams.lead, number)
  const seat = seats.pick(rng)
  const method = at(methodNames, rng.weighted(methodMix[seat.territory.kind]))
  const createdAt = world.demand.instant(method, rng)
  const person = personName(rng, seat.territory)
  writeLead(
    world,
    { createdAt, seat, method, person, company: companyName(rng, seat.territory), conversion: null },
    rng,
  )
}

const secondOf = (instant: number): number => Math.floor(instant / 1000) * 1000

function writeLead(world: World, plan: LeadPlan, rng: Rng): void {
  const { createdAt, seat, method, person, company, conversion } = plan
  const id = world.ids.lead.next()
  const answered = rng.chance(conversion === null ? 0.86 : 0.98)
  const wait = secondOf(methods[method].responseHours * 3_600_000 * rng.lognormal(1.1))
  const latest = (conversion?.at ?? Number.POSITIVE_INFINITY) - 60_000
  const answeredAt = answered
    ? Math.max(createdAt + 60_000, Math.min(createdAt + wait, latest))
    : Number.POSITIVE_INFINITY
  const givenUpAt = createdAt + wait + rng.int(3, 90) * dayMs
  const endedAt = conversion?.at ?? givenUpAt
  const verdict = conversion === null ? rng.pick(['Unqualified', 'Unqualified', 'Nurturing']) : 'Converted'
  const source =
    method === 'Web'
      ? 'Web'
      : method === 'Partner'
        ? 'Partner'
        : rng.pick(['Referral', 'Purchased list', 'Trade show'])
  const email = mailAddress(person, company.domain, 0)
  const ownerEnd = Math.min(endedAt, world.horizon)
  const times = [
    createdAt,
    answeredAt,
    endedAt,
    ...handovers(seat, createdAt).filter((time) => time < ownerEnd),
  ]
  const known = times.filter((time) => time <= world.horizon).sort((a, b) => a - b)
  world.drops.record(files.Lead, known, (asOf, changed) => {
    const ended = endedAt <= asOf
    const converted = ended ? conversion : null
    const modified = instantText(changed)
    return [
      id,
      `${person.first} ${person.last}`,
      company.name,
      email,
      ended ? verdict : answeredAt <= asOf ? 'Working' : 'Open',
      source,
      method,
      holderAt(seat, Math.min(asOf, endedAt)).id,
      booleanText(converted !== null),
      converted === null ? '' : dayText(companyDay(converted.at)),
      converted?.accountId ?? '',
      converted?.contactId ?? '',
      converted?.dealId ?? '',
      'false',
      instantText(createdAt),
      modified,
      modified,
    ]
  })
  if (!answered) return
  const about: Regarding = { who: id, what: '', account: null, since: createdAt }
  const more = Array.from({ length: rng.poisson(0.4) }, () => answeredAt + rng.int(1, 20) * dayMs)
  for (const time of [answeredAt, ...more.sort((a, b) => a - b)]) {
    const kind = method === 'Web' && rng.chance(0.5) ? 'Email' : 'Call'
    if (time <= endedAt) writeActivity(world, { at: time, kind, owner: holderAt(seat, time) }, about, rng)
  }
}
