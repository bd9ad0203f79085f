import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServing } from '../../cli/serving.ts'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { bookedBetween } from './bookings.ts'
import { SampleCompany } from './company.ts'
import { type Book, readBook } from './deals.ts'
import { readGiven } from './given-forecasts.ts'
import { graphqlOf, rowsOf } from './graphql.ts'
import { type PeriodKind, periodOf, periodsBetween } from './periods.ts'
import { expectAnswer, expectSame } from './same.ts'
import { randomness, randomSlice } from './slices.ts'
import type { AnyView, Item } from './view.ts'
import { views } from './views.ts'

const SLICES = 1000
const GRAPHQL_SLICES = 200
const SEEN_SLICES = 50
const analyst: CubeUser = { name: 'analyst', role: 'admin' }

let cube: Cube
let company: SampleCompany
let book: Book
let all: readonly AnyView[]

beforeAll(async () => {
  const { home, exports, buildFile } = sampleBuild()
  const given = await readGiven(buildFile)
  cube = await openServing(home, '30%')
  company = new SampleCompany(exports, '2026-11-15')
  book = readBook(exports, company)
  all = views(exports, company, book, given)
})

afterAll(() => cube.close())

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)] as T

/** Measures of time: each is asked period by period. */
const toDate: Readonly<Record<string, PeriodKind>> = {
  amount_quarter_to_date: 'fiscal_quarter',
  amount_year_to_date: 'fiscal_year',
}
const ofTime = [...Object.keys(toDate), 'amount_prior_year'].map((name) => `bookings.${name}`)

describe('every measure equals its recomputation from the exports', () => {
  test('no measure of any view is left out', async () => {
    const { cubes } = await cube.meta(analyst)
    const served = cubes
      // What the view `data` tells is not in the exports: work.test.ts holds it against what landed.
      .filter(({ type, name }) => type === 'view' && name !== 'data')
      .flatMap((view) => view.measures.map(({ name }) => name))
    const recomputed = all.flatMap(({ name, measures }) => Object.keys(measures).map((it) => `${name}.${it}`))
    expect(served.length).toBeGreaterThan(0)
    expect([...new Set([...recomputed, ...ofTime])].sort()).toEqual(served.sort())
  })

  test(`over ${SLICES} random slices`, async () => {
    const random = randomness(20261115)
    let compared = 0
    for (let i = 0; i < SLICES; i++) {
      const slice = randomSlice(pick(all, random), random, () => true)
      const answer = cube.load(slice.query, analyst)
      if (slice.expected) compared += expectAnswer((await answer).data, slice)
      else await expect(answer, JSON.stringify(slice.query)).rejects.toMatchObject({ code: 'not_at_grain' })
    }
    expect(compared).toBeGreaterThan(100 * SLICES)
  }, 240_000)

  test(`asked in GraphQL over HTTP, ${GRAPHQL_SLICES} of them`, async () => {
    const app = express()
    cube.mount(app)
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cubejs-api/graphql`
    const headers = { Authorization: await cube.token(analyst, 600), 'Content-Type': 'application/json' }
    try {
      const random = randomness(20261116)
      for (let asked = 0; asked < GRAPHQL_SLICES; ) {
        const slice = randomSlice(pick(all, random), random, () => true)
        const query = graphqlOf(slice)
        if (query === null) continue
        asked++
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
        const { data, errors } = (await response.json()) as { data?: { cube: never[] }; errors?: unknown }
        if (slice.expected) {
          expect(errors, query).toBeUndefined()
          expectAnswer(rowsOf(slice, data?.cube ?? []), slice)
        } else expect(JSON.stringify(errors), query).toMatch(/does not add up|cannot be told/)
      }
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  }, 240_000)

  test.each(['rep', 'manager'] as const)('as a %s sees it', async (role) => {
    const random = randomness(role === 'rep' ? 1 : 2)
    // What people are paid is empty for managers: the campaign over access holds that.
    const owned = all.filter(
      ({ name, items }) => items.some(({ dims }) => dims.rep_id) && (role === 'rep' || name !== 'commission'),
    )
    const managers = new Set([...company.users.values()].map(({ ManagerId }) => ManagerId))
    const people = [...company.users.keys()].filter((id) => managers.has(id) === (role === 'manager'))
    let compared = 0
    for (let i = 0; i < SEEN_SLICES / 2; i++) {
      const repId = pick(people, random)
      const isSeen = ({ dims }: Item<never>): boolean => company.managersOf(dims.rep_id ?? '').includes(repId)
      const slice = randomSlice(pick(owned, random), random, isSeen)
      const answer = cube.load(slice.query, { name: 'seen', role, repId })
      if (slice.expected) compared += expectAnswer((await answer).data, slice)
      else await expect(answer, JSON.stringify(slice.query)).rejects.toMatchObject({ code: 'not_at_grain' })
    }
    expect(compared).toBeGreaterThan(SEEN_SLICES)
  })

  test.each(['day', 'month', 'fiscal_quarter'] as const)(
    'bookings to date and a year before, by %s',
    async (kind) => {
      const [from] = periodOf('2025-09-17', kind)
      const [, to] = periodOf(kind === 'day' ? '2025-11-30' : '2026-09-17', kind)
      const { data } = await cube.load(
        {
          measures: ['bookings.amount', ...ofTime],
          timeDimensions: [{ dimension: 'bookings.closed_at', granularity: kind, dateRange: [from, to] }],
        },
        analyst,
      )
      const rows = new Map(data.map((row) => [String(row[`bookings.closed_at.${kind}`]).slice(0, 10), row]))
      for (const [first, last] of periodsBetween(from, to, kind)) {
        const row = rows.get(first)
        expect(row, first).toBeTruthy()
        for (const [name, window] of Object.entries(toDate)) {
          const [start] = periodOf(first, window)
          expectSame(row?.[`bookings.${name}`], bookedBetween(book.deals, start, last), `${name} of ${first}`)
        }
        const before = [first, last].map((day) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`) as [
          string,
          string,
        ]
        expectSame(
          row?.['bookings.amount_prior_year'],
          bookedBetween(book.deals, ...before),
          `a year before ${first}`,
        )
      }
    },
  )

  test.each(['cycle_survival', 'cycle_curve', 'channel_yield', 'funnel', 'lead_response', 'ramp_time'])(
    '%s at its own grain, row by row',
    async (name) => {
      const view = all.find((it) => it.name === name)
      if (!view) throw new Error(`${name} is not recomputed`)
      const members = view.dimensions.map((it) => `${name}.${it}`)
      const measures = Object.keys(view.measures)
      const { data } = await cube.load(
        { measures: measures.map((it) => `${name}.${it}`), dimensions: members, limit: 50_000 },
        analyst,
      )
      const rows = new Map(data.map((row) => [members.map((it) => row[it]).join('/'), row]))
      const grains = new Map<string, Item<never>[]>()
      for (const item of view.items) {
        const key = view.dimensions.map((it) => item.dims[it]).join('/')
        grains.set(key, [...(grains.get(key) ?? []), item])
      }
      expect(grains.size).toBeGreaterThan(10)
      expect([...rows.keys()].sort()).toEqual([...grains.keys()].sort())
      for (const [key, items] of grains) {
        for (const measure of measures) {
          const expected = view.measures[measure]?.(items.map(({ value }) => value)) ?? null
          expectSame(rows.get(key)?.[`${name}.${measure}`], expected, `${measure} of ${key}`)
        }
      }
    },
  )
})
