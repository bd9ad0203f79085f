import type { Dims } from './deals.ts'
import type { Micros } from './money.ts'

/** One thing that a view counts: when it happened (an instant or a company day), and its dimensions. */
export interface Item<T> {
  readonly at: string
  readonly dims: Dims
  readonly value: T
}

/** An answer: millionths for money, else a number or a flag; null where there is nothing to divide by. */
export type Answer = Micros | number | boolean | null

export interface View<T = unknown> {
  readonly name: string
  /** Its time dimension; null where it has none. */
  readonly time: string | null
  readonly dimensions: readonly string[]
  readonly items: readonly Item<T>[]
  readonly measures: Readonly<Record<string, (values: readonly T[]) => Answer>>
  readonly segments?: readonly string[]
  /** What a query must hold to one value each; of several in one entry, any will do. */
  readonly pins?: readonly (readonly string[])[]
  /** A stock: of a period the items of its last day count, whatever else is asked. */
  readonly isStock?: boolean
  /** A figure of groups of one kind: the kind that one dimension tells, and that of all together. */
  readonly kinds?: Readonly<Record<string, string>> & { readonly none: string }
}

/** Views of different items in one list. */
export type AnyView = View<never>

/** A figure of a single row, which has no meaning for several. */
export function ofOne<T>(figure: (row: T) => Answer): (rows: readonly T[]) => Answer {
  return (rows) => (rows.length === 1 ? figure(rows[0] as T) : null)
}

/** As SQL sums: null where there is nothing to add. */
export function sum(amounts: readonly (Micros | null)[]): Micros | null {
  return amounts.reduce((n, it) => (it === null ? n : (n ?? 0n) + it), null)
}

export function total(deals: readonly { readonly amount: Micros | null }[]): Micros | null {
  return sum(deals.map((deal) => deal.amount))
}

export function ratio(part: number, whole: number, known: Micros | null = 0n): number | null {
  return whole === 0 || known === null ? null : part / whole
}

export function add(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

export function mean(values: readonly number[]): number | null {
  return ratio(add(values), values.length)
}

/** Linear interpolation between order statistics (R's type 7), as percentile_cont defines it. */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (position - Math.floor(position))
}

/** Wilson score interval at 95%, by its textbook form: centre and half-width over 1 + z^2/n. */
export function wilson(wins: number, n: number, side: -1 | 1, z = 1.959964): number | null {
  if (n === 0) return null
  const p = wins / n
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return (p + z ** 2 / (2 * n) + side * half) / (1 + z ** 2 / n)
}

/** Half the mean difference of any two, by their mean. */
export function gini(values: readonly number[]): number | null {
  const differences = add(values.flatMap((a) => values.map((b) => Math.abs(a - b))))
  return add(values) > 0 ? differences / (2 * values.length * add(values)) : null
}
