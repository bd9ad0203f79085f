import { buildFile, currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { deliveryCampaign } from '../test/support/delivery-campaign.ts'
import { smallSampleHome } from '../test/support/small-sample.ts'

/** Deliveries under kill -9 at length: `campaign:deliveries [kills]`. */
const kills = Number(process.argv[2] ?? 50)
const home = await smallSampleHome('deliveries')
const manifest = readManifest(home, currentBuild(home)?.build ?? '')
if (!manifest) throw new Error(`${home} has no published build`)
const build = { home, exports: home, buildFile: buildFile(home, manifest.id), manifest }
const result = await deliveryCampaign(kills, build, (done) => process.stderr.write(`${done} of ${kills}\n`))
for (const problem of result.problems) process.stdout.write(`${problem}\n`)
const states = Object.entries(result.states).map(([state, count]) => `${count} ${state}`)
process.stdout.write(
  `${result.kills} processes killed, ${result.finished} had ended before; ${result.mails} mails came, deliveries: ${states.join(', ')}; ${result.problems.length} problems\n`,
)
process.exit(result.problems.length ? 1 : 0)
