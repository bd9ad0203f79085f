import { expect } from 'vitest'
import { randomness } from './slices.ts'

/** A row of a table: its dimensions and numbers by name. */
export type TableRow = Readonly<Record<string, string | number | null>>

const SLICES = 60

/**
 * Expects a table to hold the rows that were recomputed: as many, and the same sum and count of every number, in
 * total and in random slices by its dimensions.
 */
export function expectSameRows(
  found: readonly TableRow[],
  expected: readonly TableRow[],
  { dims, numbers }: { readonly dims: readonly string[]; readonly numbers: readonly string[] },
): void {
  expect(expected.length).toBeGreaterThan(0)
  const random = randomness(dims.length + numbers.length)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  for (let i = 0; i < SLICES; i++) {
    const group = i === 0 ? [] : [pick(dims), pick(dims)].slice(random() < 0.5 ? 1 : 0)
    const filter = i === 0 || random() < 0.5 ? null : pick(dims)
    const wanted = filter && String(pick(expected)[filter])
    const kept = (rows: readonly TableRow[]) =>
      rows.filter((row) => !filter || String(row[filter]) === wanted)
    const context = `by ${group.join(' and ')} where ${filter} is ${wanted}`
    expect(sums(kept(found), group, numbers), context).toEqual(sums(kept(expected), group, numbers))
  }
}

/** Rows, and of each number the sum to nine digits and how many there are, by a group. */
function sums(rows: readonly TableRow[], group: readonly string[], numbers: readonly string[]) {
  const groups = new Map<string, TableRow[]>()
  for (const row of rows) {
    const key = group.map((name) => row[name]).join('|')
    const known = groups.get(key)
    if (known) known.push(row)
    else groups.set(key, [row])
  }
  const told = [...groups].map(([key, its]) => {
    const figures = numbers.map((name) => {
      const values = its.flatMap((row) =>
        row[name] === null || row[name] === undefined ? [] : [Number(row[name])],
      )
      return `${name} ${values.length} ${values.reduce((a, b) => a + b, 0).toPrecision(9)}`
    })
    return [key, [its.length, ...figures]] as const
  })
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)))
}
