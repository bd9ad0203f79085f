import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Cube } from '../../cube/server.ts'
import { type AlertRule, changeOf, fires } from '../../dashboards/alerts/alert.ts'
import { quietUntil } from '../../dashboards/alerts/evaluate-alerts.ts'
import { snooze } from '../../models/state/alerts.ts'
import { addUser } from '../../models/state/users.ts'
import { mailChannel, openSender, type Sender } from './reports/delivering.ts'
import { type MailServer, startMailServer } from './reports/mail-server.ts'
import { sampleCube } from './served.ts'

const NOON = new Date('2026-11-30T12:00:00Z')
const VP = 'vp@acme.example'

const rule = (given: Partial<AlertRule> = {}): AlertRule => ({
  name: 'bookings-low',
  title: 'Bookings are low',
  measure: 'bookings.deals_won',
  filters: [],
  time: null,
  period: null,
  when: { kind: 'above', limit: 0, clear: 0 },
  recipients: { users: [VP], roles: [] },
  channels: ['mail'],
  owner: null,
  timezone: 'UTC',
  quiet: null,
  ...given,
})

describe('an alert', () => {
  test('fires past its limit, and is quiet again only past the other one', () => {
    const when = { kind: 'below', limit: 3, clear: 3.2 } as const
    expect([2.9, 3, 3.1].map((value) => fires(when, value, false))).toEqual([true, false, false])
    expect([2.9, 3.1, 3.2].map((value) => fires(when, value, true))).toEqual([true, true, false])
    const falls = { kind: 'falls', limit: 0.2, clear: 0.15, weeks: 8 } as const
    expect([-0.25, -0.2, -0.18].map((share) => fires(falls, share, false))).toEqual([true, true, false])
    expect([-0.18, -0.1, 0.3].map((share) => fires(falls, share, true))).toEqual([true, false, false])
  })

  test('compares the last week with the mean of those before', () => {
    expect(changeOf([10, 20, 30, 16], 2)).toBeCloseTo(-0.2)
    expect(changeOf([10, null, 30, 30], 2)).toBeCloseTo(0.5)
    expect(changeOf([null, null, 30, 30], 2)).toBeNull()
    expect(changeOf([10, 20, 30, null], 2)).toBeNull()
    expect(changeOf([0, 0, 0, 5], 2)).toBeNull()
  })

  test.each([
    ['2026-11-30T21:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['2026-11-30T03:00:00Z', '2026-11-30T07:00:00.000Z'],
    ['2026-11-30T07:00:00Z', null],
    ['2026-11-30T19:59:00Z', null],
  ])('at %s is quiet until %s', (at, until) => {
    const quiet = { quiet: { from: '20:00', to: '07:00' }, timezone: 'UTC' }
    expect(quietUntil(quiet, new Date(at))?.toISOString() ?? null).toBe(until)
  })
})

describe('alerts on a build', () => {
  let cube: Cube
  let server: MailServer
  let sender: Sender

  beforeAll(async () => {
    cube = await sampleCube()
  })
  afterAll(() => cube.close())
  beforeEach(async () => {
    server = await startMailServer()
    sender = await openSender(cube, [mailChannel(server.port)], NOON)
    await addUser(sender.state, { name: VP, role: 'vp', repId: null, password: null })
  })
  afterEach(async () => {
    await sender.close()
    await server.close()
  })
  const texts = () => server.received.map(({ mail }) => mail.text ?? '')

  test('tell once of an event, with the value that the semantic layer gives', async () => {
    await sender.deliver([], [rule()])
    await sender.deliver([], [rule()])
    const { data } = await cube.load({ measures: ['bookings.deals_won'] }, { name: VP, role: 'vp' })
    const value = new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(
      Number(data[0]?.['bookings.deals_won']),
    )
    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain(`Deals won is ${value}, above 0.00.`)
  })

  test('tell again of the next event, after it was quiet', async () => {
    const quiet = rule({ when: { kind: 'below', limit: 0, clear: 0 } })
    for (const one of [rule(), quiet, rule()]) {
      await sender.deliver([], [one])
      sender.clock.now = new Date(sender.clock.now.getTime() + 60_000)
    }
    expect(texts()).toHaveLength(2)
  })

  test('tell nobody in hours of quiet or while snoozed, and then once they are over', async () => {
    const quiet = rule({ quiet: { from: '11:00', to: '13:00' } })
    await snooze(sender.state, quiet.name, VP, new Date('2026-11-30T14:00:00Z'))
    for (const hour of ['12:30', '13:30']) {
      sender.clock.now = new Date(`2026-11-30T${hour}:00Z`)
      await sender.deliver([], [quiet])
      expect(texts()).toEqual([])
    }
    sender.clock.now = new Date('2026-11-30T14:01:00Z')
    await sender.deliver([], [quiet])
    expect(texts()).toHaveLength(1)
  })

  test('of a change are by weeks, and of what the recipient may see', async () => {
    await addUser(sender.state, { name: 'rep@acme.example', role: 'rep', repId: 'nobody', password: null })
    const change = rule({
      time: 'bookings.closed_at',
      when: { kind: 'falls', limit: -100, clear: -100, weeks: 8 },
      recipients: { users: [VP, 'rep@acme.example'], roles: [] },
    })
    await sender.deliver([], [change])
    expect(server.received.map(({ to }) => to[0])).toEqual([VP])
    expect(texts()[0]).toMatch(/Deals won of the last week is \d+% lower than its mean of the 8 weeks before/)
  })

  test('that cannot be judged are told to their owner', async () => {
    await addUser(sender.state, { name: 'ops@acme.example', role: 'analyst', repId: null, password: null })
    await sender.deliver([], [rule({ measure: 'bookings.nothing', owner: 'ops@acme.example' })])
    expect(server.received.map(({ to }) => to[0])).toEqual(['ops@acme.example'])
    expect(texts()[0]).toContain('could not be judged')
  })
})
