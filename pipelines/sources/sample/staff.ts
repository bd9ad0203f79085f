import { at } from './at.ts'
import { instantOf, monthOf, monthStart } from './calendar.ts'
import { IdSequence } from './ids.ts'
import { mailAddress, type PersonName, personName } from './names.ts'
import { effects } from './parameters.ts'
import type { Manager, Rep, Seat, Staff } from './people.ts'
import { Rng, streams } from './rng.ts'
import { teams, territories } from './territories.ts'

const domain = 'siam-meridian.example'
/** Reps take these in turn; five has no factor in common with the number of territories. */
const habits = ['even', 'sandbags', 'even', 'hopes', 'even'] as const

const never = Number.POSITIVE_INFINITY

/** Reps at a scale: 40 up to 1, then growing with its root. */
const repCount = (scale: number): number => Math.round(40 * Math.max(1, Math.sqrt(scale)))

/** Simulates hiring, leaving and moving between teams over the days `firstDay` ... `untilDay`. */
export function simulateStaff(seed: number, scale: number, firstDay: number, untilDay: number): Staff {
  const rng = new Rng(seed, streams.people)
  const ids = new IdSequence('User')
  const taken = new Set<string>()
  const freeAddress = (name: PersonName): string => {
    let number = 0
    while (taken.has(mailAddress(name, domain, number))) number++
    const address = mailAddress(name, domain, number)
    taken.add(address)
    return address
  }
  const leader = (team: string): Manager => {
    const name = personName(rng, rng.pick(territories))
    return { id: ids.next(), name: `${name.first} ${name.last}`, email: freeAddress(name), team }
  }
  const vp = leader('Sales')
  const analyst = leader('Sales Operations')
  const managers = teams.map(leader)
  const seats = Array.from({ length: repCount(scale) }, (_, number): Seat => {
    const late = number % 10 === 7 && untilDay - firstDay > 330
    const opensDay = late ? rng.int(firstDay + 200, untilDay - 100) : firstDay
    const weight = 0.6 + 0.9 * rng.next()
    return { number, territory: at(territories, number % territories.length), opensDay, weight, holders: [] }
  })
  const reps: Rep[] = []

  const hire = (seat: Seat, day: number): void => {
    const number = reps.length
    const name = personName(rng, seat.territory)
    const habit = habits[number % habits.length] ?? 'even'
    const spread = rng.next()
    const bias =
      habit === 'sandbags'
        ? 0.5 + 0.2 * spread
        : habit === 'hopes'
          ? 1.45 + 0.4 * spread
          : 0.96 + 0.08 * spread
    reps.push({
      number,
      id: ids.next(),
      name: `${name.first} ${name.last}`,
      email: freeAddress(name),
      skill: effects.repSkillSd * rng.normal(),
      habit,
      bias: Math.round(bias * 1000) / 1000,
      hiredDay: day,
      quotaDay: monthStart(monthOf(day) + 1),
      leftDay: never,
      stints: [{ seat: seat.number, from: day, to: never }],
    })
  }
  const settled = (rep: Rep, day: number): boolean => {
    const stint = at(rep.stints, rep.stints.length - 1)
    return stint.to === never && stint.from + 200 < day
  }
  const teamOf = (rep: Rep): string => at(seats, at(rep.stints, rep.stints.length - 1).seat).territory.team
  const leave = (rep: Rep, day: number, moverChance: number): void => {
    const stint = at(rep.stints, rep.stints.length - 1)
    const seat = at(seats, stint.seat)
    const candidates = reps.filter(
      (each) => each !== rep && settled(each, day) && teamOf(each) !== teamOf(rep),
    )
    stint.to = day
    rep.leftDay = day
    const fillDay = day + rng.int(5, 45)
    if (fillDay > untilDay) return
    if (!rng.chance(moverChance) || candidates.length === 0) {
      hire(seat, fillDay)
      return
    }
    const mover = rng.pick(candidates)
    const left = at(mover.stints, mover.stints.length - 1)
    left.to = fillDay
    mover.stints.push({ seat: seat.number, from: fillDay, to: never })
    const successorDay = fillDay + rng.int(5, 40)
    if (successorDay <= untilDay) hire(at(seats, left.seat), successorDay)
  }

  for (const seat of seats) {
    if (seat.opensDay === firstDay) hire(seat, firstDay - rng.int(220, 1800))
  }
  // Chance alone might leave a stretch of time without a leaver or a move, and reports have to show both.
  const certain = new Set(
    [0.3, 0.62, 0.78, 0.92].map((share) => Math.floor((share * (untilDay - firstDay)) / 30)),
  )
  for (let step = 1; firstDay + 30 * step < untilDay; step++) {
    const day = firstDay + 30 * step
    for (const seat of seats) {
      if (seat.opensDay > firstDay && seat.opensDay > day - 30 && seat.opensDay <= day)
        hire(seat, seat.opensDay)
    }
    for (const rep of [...reps]) {
      if (settled(rep, day) && rng.chance(0.011)) leave(rep, Math.min(untilDay, day + rng.int(0, 29)), 0.25)
    }
    const candidates = reps.filter((rep) => settled(rep, day))
    if (certain.has(step) && candidates.length > 0) leave(rng.pick(candidates), day, 1)
  }
  assignHolders(seats, reps, firstDay, untilDay)
  return { vp, analyst, managers, reps, seats }
}

/** Books change hands at nine in the morning of the day that a stint begins or ends. */
function assignHolders(seats: Seat[], reps: Rep[], firstDay: number, untilDay: number): void {
  const stints = reps.flatMap((rep) => rep.stints.map((stint) => ({ rep, stint })))
  const changes = stints.flatMap(({ stint }) => [stint.from, stint.to])
  const days = [...new Set([firstDay, ...changes.filter((day) => day > firstDay && day <= untilDay)])]
  for (const day of days.sort((a, b) => a - b)) {
    const present = new Map<number, Rep>()
    for (const { rep, stint } of stints) if (stint.from <= day && day < stint.to) present.set(stint.seat, rep)
    const cover = (wanted: (seat: Seat) => boolean): Rep | undefined => {
      const seat = seats.find((each) => present.has(each.number) && wanted(each))
      return seat && present.get(seat.number)
    }
    for (const seat of seats) {
      const rep =
        present.get(seat.number) ??
        cover((each) => each.territory === seat.territory) ??
        cover((each) => each.territory.team === seat.territory.team) ??
        cover(() => true)
      const last = seat.holders.at(-1)
      if (rep !== undefined && rep !== last?.rep) {
        seat.holders.push({
          rep,
          from: last === undefined ? Number.NEGATIVE_INFINITY : instantOf(day, 9 * 3600),
        })
      }
    }
  }
}
