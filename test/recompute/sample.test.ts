import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { modelDir } from '../../cli/reading.ts'
import { type Cube, openCube } from '../../cube/server.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { localDay, SampleCompany } from './company.ts'
import { readBook } from './deals.ts'
import { type Answer, type Item, type View, views } from './measures.ts'
import { micros } from './money.ts'

const SLICES = 300
const analyst = { name: 'analyst', role: 'admin' } as const

let cube: Cube
let all: readonly View<never>[]

beforeAll(async () => {
  const { buildFile, exports, manifest } = sampleBuild()
  cube = await openCube({
    modelDir,
    currentBuild: () => ({ id: manifest.id, file: buildFile }),
    secret: 'a secret of the suite, long enough to sign',
    timezone: manifest.company.timezone,
    memoryLimit: '1GB',
  })
  const company = new SampleCompany(exports, '2026-11-15')
  all = views(exports, company, readBook(exports, company))
})

afterAll(() => cube.close())

/** A generator that gives the same slices every time (mulberry32). */
function randomness(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

describe('every measure equals its recomputation from the exports', () => {
  test('no measure of any view is left out', async () => {
    const { cubes } = await cube.meta(analyst)
    const served = cubes
      // What the view `data` tells is not in the exports: work.test.ts holds it against what landed.
      .filter(({ type, name }) => type === 'view' && name !== 'data')
      .flatMap((view) => view.measures.map(({ name }) => name))
    const recomputed = all.flatMap(({ name, measures }) => Object.keys(measures).map((it) => `${name}.${it}`))
    expect(served.length).toBeGreaterThan(0)
    expect(recomputed.sort()).toEqual(served.sort())
  })

  test(`over ${SLICES} random slices`, async () => {
    const random = randomness(20261115)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    let compared = 0
    for (let i = 0; i < SLICES; i++) {
      const view = pick(all)
      const group = random() < 0.75 ? pick(view.dimensions) : null
      const filter = random() < 0.6 ? pick(view.dimensions) : null
      const from = dayOf(2024, Math.floor(random() * 900))
      const to = dayOf(2024, Math.floor(random() * 900) + 150)
      const range = view.time !== null && random() < 0.8 && from <= to ? ([from, to] as const) : null
      const inRange = view.items.filter(({ at }) => {
        const day = at.length > 10 ? localDay(at) : at
        return !range || (day >= range[0] && day <= range[1])
      })
      const wanted = filter && inRange.length ? (pick(inRange).dims[filter] ?? null) : null
      const items = inRange.filter((item) => !filter || (item.dims[filter] ?? null) === wanted)
      const measures = Object.keys(view.measures)
      const query = {
        measures: measures.map((name) => `${view.name}.${name}`),
        dimensions: group ? [`${view.name}.${group}`] : [],
        timeDimensions: range
          ? [{ dimension: `${view.name}.${view.time}`, dateRange: [...range] as [string, string] }]
          : [],
        filters: filter
          ? [
              wanted === null
                ? { member: `${view.name}.${filter}`, operator: 'notSet' as const }
                : { member: `${view.name}.${filter}`, operator: 'equals' as const, values: [wanted] },
            ]
          : [],
        ...(view.measures.open_deals && {
          segments: ['pipeline.open'],
        }),
        limit: 50_000,
      }
      const { data } = await cube.load(query, analyst)
      const groups = new Map<string | null, (typeof items)[number][]>()
      if (!group) groups.set(null, [...items])
      else
        for (const item of items)
          groups.set(item.dims[group] ?? null, [...(groups.get(item.dims[group] ?? null) ?? []), item])
      const answers = new Map(
        data.map((row) => [group ? (row[`${view.name}.${group}`] as string | null) : null, row]),
      )
      const context = JSON.stringify(query)
      for (const [member, members] of groups) {
        const row = answers.get(member)
        expect(row, `${context} has no row for ${member}`).toBeTruthy()
        for (const name of measures) {
          const expected = (view.measures[name] as (values: readonly unknown[]) => Answer)(
            members.map((it) => it.value),
          )
          expectSame(row?.[`${view.name}.${name}`], expected, `${name} of ${member} in ${context}`)
          compared++
        }
      }
      // A member of whose items none counts may have a row all the same, but an empty one.
      for (const [member, row] of answers) {
        if (groups.has(member)) continue
        for (const name of measures) {
          expect(Number(row[`${view.name}.${name}`] ?? 0), `${name} of ${member} in ${context}`).toBe(0)
        }
      }
    }
    expect(compared).toBeGreaterThan(SLICES)
  }, 240_000)

  test.each(['cycle_survival', 'cycle_curve', 'channel_yield', 'funnel'])(
    '%s at its own grain, row by row',
    async (name) => {
      const view = all.find((it) => it.name === name) as View | undefined
      if (!view) throw new Error(`${name} is not recomputed`)
      const members = view.dimensions.map((it) => `${name}.${it}`)
      const measures = Object.keys(view.measures)
      const { data } = await cube.load(
        { measures: measures.map((it) => `${name}.${it}`), dimensions: members, limit: 50_000 },
        analyst,
      )
      const rows = new Map(data.map((row) => [members.map((it) => row[it]).join('/'), row]))
      const grains = new Map<string, Item<unknown>[]>()
      for (const item of view.items) {
        const key = view.dimensions.map((it) => item.dims[it]).join('/')
        grains.set(key, [...(grains.get(key) ?? []), item])
      }
      expect(grains.size).toBeGreaterThan(10)
      expect([...rows.keys()].sort()).toEqual([...grains.keys()].sort())
      for (const [key, items] of grains) {
        for (const measure of measures) {
          expectSame(
            rows.get(key)?.[`${name}.${measure}`],
            view.measures[measure]?.(items.map(({ value }) => value)) ?? null,
            `${measure} of ${key}`,
          )
        }
      }
    },
  )
})

function expectSame(actual: unknown, expected: Answer, what: string): void {
  if (expected === null) expect(actual, what).toBeNull()
  else if (typeof expected === 'bigint') expect(micros(String(actual ?? '0')), what).toBe(expected)
  else
    expect(Math.abs(Number(actual) - expected), `${what}: ${actual}, not ${expected}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(expected)),
    )
}

function dayOf(year: number, day: number): string {
  return new Date(Date.UTC(year, 1, 1) + day * 86_400_000).toISOString().slice(0, 10)
}
