import { at } from './at.ts'
import { effects } from './parameters.ts'
import type { Territory } from './territories.ts'

/** A rep's time in one seat, from its first day to the day of leaving it (not included). */
export interface Stint {
  seat: number
  from: number
  to: number
}

export interface Rep {
  number: number
  id: string
  name: string
  email: string
  /** True tilt of the hazards of this rep's deals. */
  skill: number
  /** What the rep's submissions are multiplied by, over an unbiased judgement of the open deals. */
  habit: 'sandbags' | 'hopes' | 'even'
  bias: number
  hiredDay: number
  quotaDay: number
  leftDay: number
  stints: Stint[]
}

/** A book of accounts in a territory. Reps come and go; the seat and its accounts stay. */
export interface Seat {
  number: number
  territory: Territory
  opensDay: number
  /** Relative number of accounts: territories are not balanced. */
  weight: number
  /** Who holds the book from which instant on, rising; a vacant seat is covered by a neighbour. */
  holders: { rep: Rep; from: number }[]
}

export interface Manager {
  id: string
  name: string
  email: string
  team: string
}

export interface Staff {
  vp: Manager
  analyst: Manager
  managers: Manager[]
  reps: Rep[]
  seats: Seat[]
}

/** True ramp of a rep, `effects.rampStart` on the first day with a quota and 1 once ramped up. */
export function rampOf(rep: Rep, day: number): number {
  const done = Math.max(0, day - rep.quotaDay) / effects.rampDays
  return Math.min(1, effects.rampStart + (1 - effects.rampStart) * done)
}

/** Who holds a seat's book at an instant. */
export function holderAt(seat: Seat, instant: number): Rep {
  let holder = at(seat.holders, 0).rep
  for (const step of seat.holders) if (step.from <= instant) holder = step.rep
  return holder
}

/** Instants after `from` at which a seat's book changes hands, rising. */
export const handovers = (seat: Seat, from: number): number[] =>
  seat.holders.filter((step) => step.from > from).map((step) => step.from)

/** The stint of a rep on a day: the running one, else the last that began. */
export function stintOn(rep: Rep, day: number): Stint {
  return rep.stints.findLast((stint) => stint.from <= day) ?? at(rep.stints, 0)
}
