import { listen } from '../cli/server.ts'
import { openServing } from '../cli/serving.ts'
import { buildFile, currentBuild } from '../models/warehouse/builds.ts'
import { accessCampaign } from '../test/support/access/campaign.ts'
import { smallSampleHome } from '../test/support/small-sample.ts'

/** Row security at length: `campaign:access [pairs] [seed]`. */
const pairs = Number(process.argv[2] ?? 10_000)
const seed = Number(process.argv[3] ?? 2)

const home = await smallSampleHome('access')
const cube = await openServing(home, '30%')
const listening = await listen(home, cube, 0)
const started = performance.now()
const result = await accessCampaign(
  { cube, url: listening.url, file: buildFile(home, currentBuild(home)?.build ?? '') },
  { pairs, seed },
  (done) => {
    if (done % 100 === 0) process.stderr.write(`${done} of ${pairs}\n`)
  },
)
for (const problem of result.problems) process.stdout.write(`${problem}\n`)
const answers = Object.entries(result.doors).map(([door, count]) => `${count} at ${door}`)
process.stdout.write(
  `${pairs} pairs of user and question in ${Math.round((performance.now() - started) / 1000)} s, ${answers.join(', ')}: ${result.telling} with figures, ${result.refused} of users without a rep, ${result.problems.length} problems\n`,
)
process.exit(result.problems.length ? 1 : 0)
