/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** A normal number over the root of a mean of `degrees` squared ones: Student's t. */
  student(degrees: number): number {
    let squares = 0
    for (let i = 0; i < degrees; i++) squares += this.normal() ** 2
    return this.normal() / Math.sqrt(squares / degrees)
  }

  poisson(mean: number): number {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = Math.exp(-mean)
    let [count, product] = [0, this.next()]
    while (product > limit) {
      count++
      product *= this.next()
    }
    return count
  }
}
