import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { State } from '../../models/state/database.ts'
import { listDeliveries } from '../../models/state/deliveries.ts'
import { openState } from '../../models/state/open-state.ts'
import { scheduleSince } from '../../models/state/report-periods.ts'
import { addUser } from '../../models/state/users.ts'
import { startMailServer } from '../dashboards/reports/mail-server.ts'
import { copyHome } from './access/copied-home.ts'
import { finished, startCli } from './cli.ts'
import type { SampleBuild } from './sample-build.ts'

/** What a campaign of kills found. */
export interface DeliveryCampaign {
  readonly kills: number
  /** Runs that had ended before their kill came. */
  readonly finished: number
  readonly mails: number
  /** Deliveries by what became of them at last. */
  readonly states: Readonly<Record<string, number>>
  /** What was sent twice or lost without a word. */
  readonly problems: readonly string[]
}

const RECIPIENTS = 6
/** Since when each report is due. */
const MINUTES_AGO = 3 * 60_000

/**
 * Sends a report to several people and kills the process with SIGKILL at random moments, two processes at a time now and
 * then, until all is sent or told to be uncertain; and counts the mails that came. Each round is a report of its own.
 */
export async function deliveryCampaign(
  kills: number,
  build: SampleBuild,
  onKill: (done: number) => void = () => {},
): Promise<DeliveryCampaign> {
  const folder = mkdtempSync(join(tmpdir(), 'salesops-deliveries-'))
  const home = join(folder, 'home')
  const problems: string[] = []
  const states: Record<string, number> = {}
  const server = await startMailServer()
  let [done, ended] = [0, 0]
  copyHome(build, home)
  writeFileSync(join(home, 'home.json'), JSON.stringify({ owner: 'own' }))
  const state = await openState(home)
  try {
    for (let i = 0; i < RECIPIENTS; i++)
      await addUser(state, { name: `vp${i}@acme.example`, role: 'vp', repId: null, password: null })
    const calm = await timeOf(folder, home, server.port, state)
    for (let round = 0; done < kills; round++) {
      const name = `round-${round}`
      const schedule = writeConfig(folder, server.port, name)
      await scheduleSince(state, name, `${schedule} UTC standard`, new Date(Date.now() - 2 * MINUTES_AGO))
      for (let step = 0; step < 12; step++) {
        const rows = await listDeliveries(state, { report: name })
        const isOver =
          rows.length >= RECIPIENTS &&
          rows.every((row) => ['sent', 'uncertain', 'failed'].includes(row.state))
        if (isOver) break
        const children = [1, ...(step % 3 === 1 ? [2] : [])].map(() => startDeliver(folder, home))
        const ends = children.map(finished)
        // The last steps are left in peace, so that a round comes to its end.
        if (done < kills && step < 8) {
          await Promise.race([Promise.all(ends), sleep(calm * (0.5 + Math.random() * 0.6))])
          for (const child of children) child.kill('SIGKILL')
        }
        for (const { signal } of await Promise.all(ends))
          if (signal === 'SIGKILL') done++
          else ended++
        onKill(done)
      }
      problems.push(...(await problemsOf(name)))
    }
    return { kills: done, finished: ended, mails: server.received.length, states, problems }
  } finally {
    await state.destroy()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }

  async function problemsOf(name: string): Promise<string[]> {
    const found: string[] = []
    const rows = await listDeliveries(state, { report: name })
    const periods = [...new Set(rows.map(({ period }) => period))]
    for (const row of rows) {
      states[row.state] = (states[row.state] ?? 0) + 1
      const came = server.received.filter(({ mail }) => mail.messageId?.includes(row.id)).length
      if (came > 1) found.push(`${name}: ${row.recipient} got ${row.period} ${came} times`)
      if (row.state === 'sent' && came !== 1)
        found.push(`${name}: ${row.recipient} is said to have ${row.period}, and has ${came}`)
      if (came === 1 && !['sent', 'uncertain'].includes(row.state))
        found.push(`${name}: ${row.recipient} has ${row.period}, which is ${row.state}`)
    }
    if (periods.length === 0) found.push(`${name}: nothing was ever claimed`)
    return found
  }
}

function startDeliver(folder: string, home: string) {
  return startCli(['deliver', '--home', home, '--config', join(folder, 'salesops.yml')])
}

/** How long a calm delivery takes, in milliseconds: it says when to kill. */
async function timeOf(folder: string, home: string, port: number, state: Kysely<State>): Promise<number> {
  const schedule = writeConfig(folder, port, 'calm')
  await scheduleSince(state, 'calm', `${schedule} UTC standard`, new Date(Date.now() - 2 * MINUTES_AGO))
  const started = performance.now()
  await finished(startDeliver(folder, home))
  return performance.now() - started
}

/** Writes the configuration of one report, due some minutes ago; gives its schedule. */
function writeConfig(folder: string, port: number, name: string): string {
  const schedule = `daily ${new Date(Date.now() - MINUTES_AGO).toISOString().slice(11, 16)}`
  writeFileSync(
    join(folder, 'salesops.yml'),
    `company: { timezone: UTC }
sources: [{ name: crm, kind: salesforce, path: exports }]
channels:
  - { name: mail, kind: smtp, host: 127.0.0.1, port: ${port}, security: none, from: sales@acme.example }
reports:
  - name: ${name}
    page: cycle
    schedule: "${schedule}"
    recipients: { roles: [vp] }
    channels: [mail]
`,
  )
  return schedule
}
