import { expect, test } from 'vitest'
import { killCampaign } from '../../support/kill-campaign.ts'

const KILLS = 20

// The long form is `npm run campaign:kill`.
test(`${KILLS} runs killed at random moments lose nothing, double nothing and never break the build served`, async () => {
  const { killed, problems } = await killCampaign(KILLS)
  expect(problems).toEqual([])
  expect(killed).toBeGreaterThan(KILLS / 4)
}, 300_000)
