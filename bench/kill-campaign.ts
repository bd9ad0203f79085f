import { killCampaign } from '../test/support/kill-campaign.ts'

const kills = Number(process.argv[2] ?? 200)
const { hit, finished, checked, problems } = await killCampaign(kills, (done) => {
  if (done % 10 === 0) process.stderr.write(`${done} of ${kills}\n`)
})
for (const problem of problems) process.stdout.write(`${problem}\n`)
const hits = Object.entries(hit).map(([phase, count]) => `${count} ${phase}`)
process.stdout.write(
  `${kills} runs: killed ${hits.join(', ')}; ${finished} had ended before. ${checked} served builds checked, ${problems.length} problems\n`,
)
process.exit(problems.length ? 1 : 0)
