import { expect, test } from 'vitest'
import { killCampaign } from '../../support/kill-campaign.ts'

const KILLS = 8

// The long form is `npm run campaign:kill`.
test(`${KILLS} runs killed at random moments lose nothing, double nothing and never break the build served`, async () => {
  const { hit, checked, problems } = await killCampaign(KILLS)
  expect(problems).toEqual([])
  expect(checked).toBe(KILLS)
  // Kills that only ever hit the start of a run would prove nothing.
  expect(hit.building, JSON.stringify(hit)).toBeGreaterThan(0)
}, 400_000)
