import { UNKNOWN } from '../dimensions/unknown.ts'
import type { UnitForecast } from './forecast.ts'
import type { Owners } from './owners.ts'

type Level = UnitForecast['level']

export interface Unit {
  readonly level: Level
  readonly unit: string
}

/** The units of a company on a day: what belongs to an owner and a territory counts for them, the owner's team and all. */
export class Units {
  readonly list: Unit[] = [{ level: 'company', unit: '' }]
  readonly #numbers = new Map<string, number>()
  readonly #atoms = new Map<string | null, Map<string, readonly number[]>>()
  readonly #owners: Owners
  readonly #day: number

  constructor(owners: Owners, day: number) {
    this.#owners = owners
    this.#day = day
  }

  /** Numbers of the units that an owner's deal in a territory counts for: the company, a team, a territory, a rep. */
  of(owner: string | null, territory: string): readonly number[] {
    const ofOwner = this.#atoms.get(owner) ?? new Map<string, readonly number[]>()
    this.#atoms.set(owner, ofOwner)
    const known = ofOwner.get(territory)
    if (known) return known
    const made = [
      0,
      this.#number('team', this.#owners.team(owner, this.#day) ?? UNKNOWN),
      this.#number('territory', territory),
      this.#number('rep', owner ?? UNKNOWN),
    ]
    ofOwner.set(territory, made)
    return made
  }

  #number(level: Level, unit: string): number {
    const key = `${level}|${unit}`
    const number = this.#numbers.get(key) ?? this.list.length
    if (number === this.list.length) {
      this.list.push({ level, unit })
      this.#numbers.set(key, number)
    }
    return number
  }
}

/** Sums of money by unit, each addition counting for all units of an owner and territory: levels add up exactly. */
export class UnitSums {
  readonly #sums = new Map<number, bigint>()
  readonly #units: Units

  constructor(units: Units) {
    this.#units = units
  }

  add(owner: string | null, territory: string, micros: bigint): void {
    for (const unit of this.#units.of(owner, territory))
      this.#sums.set(unit, (this.#sums.get(unit) ?? 0n) + micros)
  }

  of(unit: number): bigint {
    return this.#sums.get(unit) ?? 0n
  }
}
