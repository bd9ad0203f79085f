import type { Account } from './account.ts'
import type { AccountLink } from './account-link.ts'
import { dayMs, instantText } from './calendar.ts'
import { booleanText } from './cells.ts'
import { files } from './columns.ts'
import { jobTitle, mailAddress, type PersonName, personName, phoneNumber } from './names.ts'
import { handovers, holderAt } from './people.ts'
import type { Rng } from './rng.ts'
import type { World } from './world.ts'

export interface Contact {
  id: string
  person: PersonName
}

/** Writes a contact of an account; `number` tells the account's contacts apart. */
export function writeContact(
  world: World,
  account: Account,
  link: AccountLink,
  createdAt: number,
  number: number,
  rng: Rng,
): Contact {
  const { seat, company } = account
  const id = world.ids.contact.next()
  const person = personName(rng, seat.territory)
  const [title, phone] = [jobTitle(rng), phoneNumber(rng, seat.territory)]
  const email = rng.chance(0.05) ? '' : mailAddress(person, company.domain, number)
  const goneAt =
    number > 0 && rng.chance(0.02) ? createdAt + rng.int(100, 600) * dayMs : Number.POSITIVE_INFINITY
  const times = [createdAt, ...handovers(seat, createdAt).filter((time) => time < goneAt)]
  if (link.movedAt !== null && link.movedAt < goneAt) times.push(link.movedAt)
  if (goneAt <= world.horizon) times.push(goneAt)
  times.sort((a, b) => a - b)
  world.drops.record(files.Contact, times, (asOf, changed) => {
    const modified = instantText(changed)
    const state = Math.min(asOf, goneAt)
    return [
      id,
      link.idAt(state),
      person.first,
      person.last,
      `${person.first} ${person.last}`,
      email,
      phone,
      title,
      holderAt(seat, state).id,
      booleanText(goneAt <= asOf),
      instantText(createdAt),
      modified,
      modified,
    ]
  })
  return { id, person }
}
