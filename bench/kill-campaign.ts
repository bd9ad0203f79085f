import { killCampaign } from '../test/support/kill-campaign.ts'

const kills = Number(process.argv[2] ?? 200)
const { killed, problems } = await killCampaign(kills, (done) => {
  if (done % 10 === 0) process.stderr.write(`${done} of ${kills}\n`)
})
for (const problem of problems) process.stdout.write(`${problem}\n`)
process.stdout.write(`${kills} runs, ${killed} killed before they finished, ${problems.length} problems\n`)
process.exit(problems.length ? 1 : 0)
