import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serveSample } from '../dashboards/served.ts'
import { accessCampaign } from '../support/access/campaign.ts'
import { sampleBuild } from '../support/sample-build.ts'

let served: Served

beforeAll(async () => {
  served = await serveSample('/nowhere')
})
afterAll(() => served?.close())

test('random people get from random questions at every door what a filter of the base rows gives', async () => {
  const place = { ...served, file: sampleBuild().buildFile }
  const { telling, doors, problems } = await accessCampaign(place, { pairs: 500, seed: 1 })
  expect(problems).toEqual([])
  expect(doors).toEqual({ load: 500, rest: 500, sql: 500, graphql: 500 })
  // Most of the pairs would notice a row too much or too few.
  expect(telling).toBeGreaterThan(250)
})
