import { at } from './at.ts'
import type { Seat } from './people.ts'
import type { Rng } from './rng.ts'

/** Draws the seat whose book an account or lead belongs to, by the seats' weights. */
export class SeatPicker {
  readonly #seats: readonly Seat[]
  readonly #weights: readonly number[]

  constructor(seats: readonly Seat[]) {
    this.#seats = seats
    this.#weights = seats.map((seat) => seat.weight)
  }

  pick(rng: Rng): Seat {
    return at(this.#seats, rng.weighted(this.#weights))
  }
}
