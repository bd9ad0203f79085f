import { at } from './at.ts'

/** One round of an avalanche hash on 32-bit integers: folds `key` into `state`. */
function fold(state: number, key: number): number {
  let h = (state ^ key) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) + 0x9e3779b9
}

/** What a stream of random numbers is for; a stream of its own for each keeps entities independent. */
export const streams = {
  people: 1,
  rates: 2,
  demand: 3,
  account: 4,
  lead: 5,
  submission: 6,
} as const

/**
 * Small fast counter generator (sfc32). Every entity draws from a stream made of the seed and its own
 * number, so that no entity's draws depend on how many another one made.
 */
export class Rng {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number, stream: number, index = 0) {
    const low = fold(fold(fold(fold(0x51ed270b, seed), Math.floor(seed / 2 ** 32)), stream), index)
    this.#a = fold(low, 1)
    this.#b = fold(low, 2)
    this.#c = fold(low, 3)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.next() < p
  }

  /** Whole number in [low, high], both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** exp of a normal with mean 0: its median is 1. */
  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal())
  }

  /** Poisson count, by products of uniforms: for small means. */
  poisson(mean: number): number {
    const floor = Math.exp(-mean)
    let count = 0
    for (let product = this.next(); product > floor; product *= this.next()) count++
    return count
  }

  pick<T>(list: readonly T[]): T {
    return at(list, Math.floor(this.next() * list.length))
  }

  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number {
    let rest = this.next() * weights.reduce((sum, weight) => sum + weight, 0)
    for (let i = 0; i < weights.length; i++) {
      rest -= at(weights, i)
      if (rest < 0) return i
    }
    return weights.length - 1
  }
}
