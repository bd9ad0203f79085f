import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterEach, expect, test } from 'vitest'
import type { BuildRef } from '../../cube/builds.ts'
import { analyst, direct, openToy, type Toy, writeBuild } from './toy.ts'

let toy: Toy | undefined
afterEach(async () => {
  await toy?.close()
  toy = undefined
})

test('five builds are published under eight clients: no error, and no answer that mixes builds', async () => {
  toy = await openToy({ leaseMs: 0 })
  const { cube, folder, build: first, publish } = toy
  const app = express()
  cube.mount(app)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cubejs-api/v1/load`
  const token = await cube.token(analyst, 600)

  const builds: BuildRef[] = [first]
  for (let factor = 2; factor <= 6; factor++) {
    builds.push(await writeBuild(join(folder, `b${factor}.duckdb`), `b${factor}`, factor))
  }
  const amounts = new Map<string, string>()
  for (const build of builds) {
    const [row] = await direct(build, 'SELECT sum(amount) AS amount FROM fct_deal')
    amounts.set(build.id, row?.amount ?? '')
  }
  expect(new Set(amounts.values()).size).toBe(6)

  const seen = new Set<string>()
  let done = false
  let asked = 0
  const client = async (number: number): Promise<void> => {
    for (let turn = 0; !done; turn++) {
      asked++
      // Every third question is one that no cache knows.
      const filters =
        turn % 3
          ? []
          : [{ member: 'deals.deal_id', operator: 'notEquals', values: [`${-1 - turn * 8 - number}`] }]
      const query = { measures: ['deals.amount'], dimensions: ['deals.build'], filters }
      const response = await fetch(url, {
        method: 'POST',
        headers: { Authorization: token, 'Content-Type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const id = response.headers.get('x-salesops-build') ?? ''
      expect(await response.json()).toMatchObject({
        data: [{ 'deals.build': id, 'deals.amount': amounts.get(id) }],
      })
      seen.add(id)
    }
  }
  const clients = Array.from({ length: 8 }, (_, number) => client(number))
  const failed = Promise.all(clients).catch((error: unknown) => {
    done = true
    throw error
  })
  const publishing = (async () => {
    for (const next of builds.slice(1)) {
      const before = asked
      while (asked < before + 40 && !done) await new Promise((resolve) => setTimeout(resolve, 5))
      publish(next)
      await cube.release()
    }
    const before = asked
    while (asked < before + 40 && !done) await new Promise((resolve) => setTimeout(resolve, 5))
    done = true
  })()
  await Promise.all([failed, publishing])
  expect([...seen].sort()).toEqual(['b1', 'b2', 'b3', 'b4', 'b5', 'b6'])
  await new Promise((resolve) => server.close(resolve))
})

test('a request that began on the old build ends on it, and the old file can then go', async () => {
  toy = await openToy({ leaseMs: 0 })
  const { cube, folder, build: old, publish } = toy
  await cube.ready()
  const slow = { measures: ['deals.amount'], dimensions: ['deals.build', 'deals.deal_id'] }
  const begun = cube.load(slow, analyst)
  publish(await writeBuild(join(folder, 'b2.duckdb'), 'b2', 2))
  const released = cube.release()
  const answer = await begun
  expect(answer.build).toBe('b1')
  expect(answer.data.every((row) => row['deals.build'] === 'b1')).toBe(true)
  await released
  await rm(old.file)
  expect((await cube.load({ measures: ['deals.count'] }, analyst)).build).toBe('b2')
})

test('a build that was released is opened again when it is current once more', async () => {
  toy = await openToy({ leaseMs: 0 })
  const { cube, folder, build: first, publish } = toy
  const second = await writeBuild(join(folder, 'b2.duckdb'), 'b2', 2)
  const query = { measures: ['deals.amount' as const] }
  const before = await cube.load(query, analyst)
  publish(second)
  await cube.load(query, analyst)
  await cube.release()
  publish(first)
  await cube.release()
  const after = await cube.load(query, analyst)
  expect(after.build).toBe('b1')
  expect(after.data).toEqual(before.data)
})
