import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cube } from '../../../cube/server.ts'
import type { AlertRule } from '../../../dashboards/alerts/alert.ts'
import { type Channel, senderOf } from '../../../dashboards/reports/deliver/channel.ts'
import { deliverDue } from '../../../dashboards/reports/deliver/deliver-due.ts'
import type { Delivering } from '../../../dashboards/reports/deliver/delivery.ts'
import { openPeople } from '../../../dashboards/reports/deliver/people.ts'
import type { Plan } from '../../../dashboards/reports/deliver/plan.ts'
import type { Outcome } from '../../../dashboards/reports/deliver/send-once.ts'
import { loadBusinessCalendar } from '../../../dashboards/reports/schedule/business-calendar.ts'
import { openState } from '../../../models/state/open-state.ts'
import { copyHome } from '../../support/access/copied-home.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { reader } from '../served.ts'

/** A home from which things are sent, at whatever time the test says it is. */
export interface Sender extends Delivering {
  /** The time that it is. */
  clock: { now: Date }
  /** What was logged: fields and words. */
  readonly logged: { readonly fields: Record<string, unknown>; readonly message: string }[]
  /** Sends what is due, as one of any number of processes. */
  deliver(plans: readonly Plan[], alerts?: readonly AlertRule[]): Promise<readonly Outcome[] | null>
  /** The same home as another process has it. */
  other(): Sender
  close(): Promise<void>
}

/** Opens a home of the test's own over the suite's build. */
export async function openSender(cube: Cube, channels: readonly Channel[], now: Date): Promise<Sender> {
  const home = mkdtempSync(join(tmpdir(), 'salesops-deliver-'))
  copyHome(sampleBuild(), home)
  const state = await openState(home)
  const { manifest } = sampleBuild()
  const clock = { now }
  const logged: Sender['logged'] = []
  const calendar = loadBusinessCalendar(cube, reader, {
    calendar: 'standard',
    today: now.toISOString().slice(0, 10),
  })
  const note = (fields: object, message: string) => void logged.push({ fields: { ...fields }, message })
  const make = (): Sender => ({
    home,
    state,
    cube,
    build: { manifest, publishedAt: manifest.finishedAt },
    people: {
      // Who is who may change between two deliveries.
      reader: async (name) => (await people()).reader(name),
      ofRole: async (role) => (await people()).ofRole(role),
    },
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    senders: new Map(channels.map((channel) => [channel.name, senderOf(channel)])),
    holder: randomUUID(),
    log: { info: note, warn: note },
    now: () => clock.now,
    clock,
    logged,
    deliver(plans, alerts = []) {
      return deliverDue(this, { plans, alerts, calendarOf: () => calendar })
    },
    other: make,
    close: async () => {
      await state.destroy()
      rmSync(home, { recursive: true, force: true })
    },
  })
  const people = () => openPeople({ state, cube, hasAdmin: false, hasProvider: false })
  return make()
}

/** A report on a schedule, by mail. */
export function plan(given: Partial<Plan> = {}): Plan {
  return {
    id: 'weekly',
    title: null,
    content: { kind: 'report', name: 'weekly-executive' },
    filters: {},
    schedule: 'monday 07:00',
    timezone: 'UTC',
    calendar: 'standard',
    language: null,
    recipients: { users: ['vp@acme.example'], roles: [] },
    audience: null,
    channels: ['mail'],
    formats: [],
    freshness: {},
    owner: 'ops@acme.example',
    isOwn: false,
    ...given,
  }
}

export const mailChannel = (port: number): Channel => ({
  kind: 'smtp',
  name: 'mail',
  host: '127.0.0.1',
  port,
  security: 'none',
  from: 'Sales figures <sales@acme.example>',
})
