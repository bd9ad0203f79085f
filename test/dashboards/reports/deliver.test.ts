import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Cube, CubeUser } from '../../../cube/server.ts'
import { deliveryId, listDeliveries } from '../../../models/state/deliveries.ts'
import { findPeriod } from '../../../models/state/report-periods.ts'
import { addUser, disableUser } from '../../../models/state/users.ts'
import { openWarehouse } from '../../support/access/warehouse.ts'
import { sampleBuild } from '../../support/sample-build.ts'
import { sampleCube } from '../served.ts'
import { mailChannel, openSender, plan, type Sender } from './delivering.ts'
import { type MailServer, startMailServer } from './mail-server.ts'

const SUNDAY = new Date('2026-11-29T12:00:00Z')
const MONDAY = new Date('2026-11-30T07:00:30Z')
const PERIOD = '2026-11-30 07:00'

let cube: Cube
let server: MailServer
let sender: Sender
/** A manager of the build, with somebody below them. */
let managerId: string

beforeAll(async () => {
  cube = await sampleCube()
  const warehouse = await openWarehouse(sampleBuild().buildFile)
  const [row] = await warehouse.rows(
    'SELECT manager_id FROM dim_rep WHERE is_current AND manager_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  )
  managerId = String(row?.manager_id)
  await warehouse.close()
})
afterAll(() => cube.close())

beforeEach(async () => {
  server = await startMailServer()
  sender = await openSender(cube, [mailChannel(server.port)], SUNDAY)
  for (const name of ['vp@acme.example', 'ops@acme.example'])
    await addUser(sender.state, {
      name,
      role: name.startsWith('vp') ? 'vp' : 'analyst',
      repId: null,
      password: null,
    })
})
afterEach(async () => {
  await sender.close()
  await server.close()
})

/** Deliveries of reports, without notices. */
const ledger = async () =>
  (await listDeliveries(sender.state, {})).filter(({ report }) => !report.startsWith('notice:'))
const mailsTo = (address: string) => server.received.filter(({ to }) => to.includes(address))

/** Lets the sender know the plan, and the time come. */
async function untilMonday(...plans: ReturnType<typeof plan>[]): Promise<void> {
  await sender.deliver(plans)
  expect(server.received).toEqual([])
  sender.clock.now = MONDAY
}

describe('a report that is due', () => {
  test('goes to each recipient once, with the numbers that they may see', async () => {
    const manager = { name: 'manager@acme.example', role: 'manager', repId: managerId } as const
    await addUser(sender.state, { ...manager, password: null })
    const given = plan({ recipients: { users: [], roles: ['vp', 'manager'] } })
    await untilMonday(given)
    await sender.deliver([given])
    await sender.deliver([given])
    expect(server.received.map(({ to }) => to[0]).sort()).toEqual([manager.name, 'vp@acme.example'])
    for (const user of [manager, { name: 'vp', role: 'vp' } as const]) {
      const [mail] = server.received.filter(({ to }) => to[0]?.startsWith(user.name))
      expect(bookingsIn(String(mail?.mail.html))).toBe(await bookingsOf(user))
    }
    const texts = server.received.map(({ mail }) => bookingsIn(String(mail.html)))
    expect(new Set(texts).size).toBe(2)
  })

  test('has its parts, and says of which build it is', async () => {
    await untilMonday(plan())
    await sender.deliver([plan()])
    const [received] = server.received
    expect(received?.mail).toMatchObject({
      from: { text: '"Sales figures" <sales@acme.example>' },
      to: { text: 'vp@acme.example' },
    })
    expect(received?.mail.subject).toContain(sampleBuild().manifest.company.name)
    expect(received?.mail.text).not.toBe('')
    expect(received?.mail.headers.get('x-salesops-build')).toBe(sampleBuild().manifest.id)
    const [row] = await ledger()
    expect(row).toMatchObject({ state: 'sent', build: sampleBuild().manifest.id, is_late: 0, attempts: 1 })
    expect(received?.mail.messageId).toBe(row?.message_id)
    expect(await findPeriod(sender.state, { report: 'weekly', period: PERIOD })).toMatchObject({
      state: 'done',
    })
  })

  test('of two processes at once one sends it', async () => {
    await untilMonday(plan())
    const both = await Promise.all([sender.deliver([plan()]), sender.other().deliver([plan()])])
    expect(both.filter((outcome) => outcome === null)).toHaveLength(1)
    expect(server.received).toHaveLength(1)
  })

  test('was due before it had its schedule: it is not sent', async () => {
    sender.clock.now = MONDAY
    expect(await sender.deliver([plan()])).toEqual([])
    sender.clock.now = new Date('2026-12-07T07:00:00Z')
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'sent' }])
  })

  test.each([
    ['2026-03-07T13:00:00Z', '2026-03-08T10:59:00Z', '2026-03-08T11:00:00Z'],
    ['2026-10-31T13:00:00Z', '2026-11-01T11:59:00Z', '2026-11-01T12:00:00Z'],
  ])('comes at the hour of its zone when clocks change: after %s at 07:00', async (since, before, due) => {
    const given = plan({ schedule: 'daily 07:00', timezone: 'America/New_York' })
    sender.clock.now = new Date(since)
    await sender.deliver([given])
    sender.clock.now = new Date(before)
    await sender.deliver([given])
    expect(server.received).toHaveLength(0)
    sender.clock.now = new Date(due)
    await sender.deliver([given])
    expect(server.received).toHaveLength(1)
  })
})

describe('a mail server', () => {
  test('that is busy gets the same mail again after a while', async () => {
    server.answers.push(451)
    await untilMonday(plan())
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'waiting' }])
    expect(await sender.deliver([plan()])).toEqual([])
    sender.clock.now = new Date(MONDAY.getTime() + 61_000)
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'sent' }])
    expect(server.received).toHaveLength(1)
    expect(await ledger()).toMatchObject([{ attempts: 2, code: null }])
  })

  test('that refuses a mail is not asked again, and the owner is told', async () => {
    server.answers.push(550)
    await untilMonday(plan())
    expect(await sender.deliver([plan()])).toMatchObject([
      { state: 'failed', fault: { code: 'mail_refused' } },
    ])
    sender.clock.now = new Date('2026-12-01T07:00:00Z')
    await sender.deliver([plan()])
    expect(mailsTo('vp@acme.example')).toEqual([])
    expect(mailsTo('ops@acme.example')).toHaveLength(1)
  })

  test('that breaks off after the mail may have it: nobody sends it again by themselves', async () => {
    server.answers.push('drop')
    await untilMonday(plan())
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'uncertain' }])
    sender.clock.now = new Date('2026-12-01T07:00:00Z')
    await sender.deliver([plan()])
    expect(mailsTo('vp@acme.example')).toHaveLength(1)
    const [notice] = mailsTo('ops@acme.example')
    expect(notice?.mail.text).toContain('--resend')
  })

  test('that is away is asked again, five times at most', async () => {
    const { port } = server
    await server.close()
    await untilMonday(plan({ schedule: 'month start' }))
    sender.clock.now = new Date('2026-12-01T07:00:00Z')
    for (let i = 0; i < 7; i++) {
      await sender.deliver([plan({ schedule: 'month start' })])
      sender.clock.now = new Date(sender.clock.now.getTime() + 3 * 3_600_000)
    }
    expect(await ledger()).toMatchObject([{ state: 'failed', attempts: 6, code: 'server_unreachable' }])
    server = await startMailServer()
    expect(server.port).not.toBe(port)
  })
})

describe('is not sent, and its owner is told why, where', () => {
  /** Nothing but a notice went out, it says the code, and so do the ledger and the log. */
  async function expectWithheld(code: string): Promise<void> {
    expect(mailsTo('vp@acme.example')).toEqual([])
    const notices = mailsTo('ops@acme.example')
    expect(notices).toHaveLength(1)
    expect(notices[0]?.mail.text).toContain(code)
    expect(notices[0]?.mail.text).toContain('What to do: ')
    expect(sender.logged.map(({ fields }) => fields.code)).toContain(code)
  }

  const runEnded = (id: string, outcome: 'audit_failed' | 'published') =>
    sender.state
      .insertInto('run')
      .values({ id, started_at: id, finished_at: id, outcome, build: null, held: '{}', message: null })
      .execute()

  test('audits failed; the next good build sends it late, with a note', async () => {
    await untilMonday(plan())
    await runEnded('2026-11-30T06:15:00Z', 'audit_failed')
    expect(await sender.deliver([plan()])).toEqual([])
    await expectWithheld('audits_failed')
    expect(await findPeriod(sender.state, { report: 'weekly', period: PERIOD })).toMatchObject({
      state: 'withheld',
      code: 'audits_failed',
    })
    // Nothing has changed: nothing is tried, nobody is told again.
    expect(await sender.deliver([plan()])).toEqual([])
    await runEnded('2026-11-30T09:15:00Z', 'published')
    sender.clock.now = new Date('2026-11-30T09:20:00Z')
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'sent' }])
    const [late] = mailsTo('vp@acme.example')
    expect(late?.mail.html).toContain(`due ${PERIOD}`)
    expect(late?.mail.text).toContain('Sent late')
    expect(await ledger()).toMatchObject([{ is_late: 1 }])
  })

  test('audits failed until the next one is due: it is missed, and never sent', async () => {
    await untilMonday(plan())
    await runEnded('2026-11-30T06:15:00Z', 'audit_failed')
    await sender.deliver([plan()])
    await runEnded('2026-12-07T06:15:00Z', 'published')
    sender.clock.now = new Date('2026-12-07T07:00:00Z')
    await sender.deliver([plan()])
    expect(mailsTo('vp@acme.example')).toHaveLength(1)
    expect(await findPeriod(sender.state, { report: 'weekly', period: PERIOD })).toMatchObject({
      state: 'missed',
    })
  })

  test('a source that it needs is too old', async () => {
    const given = plan({ freshness: { crm: 3_600_000 } })
    await untilMonday(given)
    // The exports of the sample company never grow, those of others do.
    const own = {
      ...sender,
      build: { ...sender.build, manifest: { ...sender.build.manifest, sample: false } },
    }
    expect(await own.deliver([given])).toEqual([])
    await expectWithheld('source_stale')
    expect(await ledger()).toEqual([])
  })

  test('a tile fails', async () => {
    await untilMonday(plan())
    const broken = sender.other()
    const failing = {
      ...broken,
      cube: {
        meta: cube.meta.bind(cube),
        load: (async (query: { measures?: string[] }, ...rest: [CubeUser, string?]) => {
          if (query.measures?.includes('bookings.win_rate')) throw new Error('no such column')
          return cube.load(query, ...rest)
        }) as Cube['load'],
      },
    }
    const outcomes = await failing.deliver([plan()])
    expect(outcomes).toMatchObject([{ state: 'withheld', fault: { code: 'tile_failed' } }])
    await expectWithheld('tile_failed')
  })

  test('its owner is told in the language of the company: what, why and what to do', async () => {
    const { manifest } = sender.build
    const company = { ...manifest.company, locale: 'th-TH' }
    const thai = { ...sender.other(), build: { ...sender.build, manifest: { ...manifest, company } } }
    await untilMonday(plan())
    await runEnded('2026-11-30T06:15:00Z', 'audit_failed')
    await thai.deliver([plan()])
    const [notice] = mailsTo('ops@acme.example')
    expect(notice?.mail.subject).toMatch(/^ไม่ได้ส่ง: รายงาน/)
    expect(notice?.mail.text).toContain('การตรวจสอบของการรันล่าสุดไม่ผ่าน (2026-11-30T06:15:00Z)')
    expect(notice?.mail.text).toContain('สิ่งที่ควรทำ: ดูสิ่งที่ไม่ผ่านด้วย salesops runs')
    expect(String(notice?.mail.html)).toContain('<html lang="th">')
    // Whatever stays in Latin letters is a name, a command or a code.
    const latin = notice?.mail.text?.match(/\b[a-z]{3,}(?: [a-z]{3,}){2,}/g) ?? []
    expect(latin.filter((words) => !words.startsWith('salesops'))).toEqual([])
    await runEnded('2026-11-30T09:15:00Z', 'published')
    sender.clock.now = new Date('2026-11-30T09:20:00Z')
    await thai.deliver([plan()])
    const [late] = mailsTo('vp@acme.example')
    expect(late?.mail.text).toContain(`ส่งช้า: ครบกำหนดส่ง ${PERIOD}`)
  })

  test('a tile is empty where it should not be', async () => {
    const given = plan({ filters: { territory: 'Nowhere' } })
    await untilMonday(given)
    expect(await sender.deliver([given])).toMatchObject([
      { state: 'withheld', fault: { code: 'tile_empty' } },
    ])
    await expectWithheld('tile_empty')
  })

  test('a recipient is no user any more', async () => {
    await untilMonday(plan())
    await disableUser(sender.state, 'vp@acme.example')
    expect(await sender.deliver([plan()])).toMatchObject([{ state: 'refused', fault: { code: 'user_gone' } }])
    await expectWithheld('user_gone')
  })

  test('a recipient has another role, which it is not for', async () => {
    const given = plan({ audience: ['vp'] })
    await untilMonday(given)
    await sender.state
      .updateTable('user_account')
      .set({ role: 'rep' })
      .where('name', '=', 'vp@acme.example')
      .execute()
    expect(await sender.deliver([given])).toMatchObject([
      { state: 'refused', fault: { code: 'role_denied' } },
    ])
    await expectWithheld('role_denied')
  })

  test('a page is not for the role of who has it sent to themselves', async () => {
    const given = plan({ id: 'own-1', content: { kind: 'page', name: 'data' }, isOwn: true })
    await untilMonday(given)
    await sender.state
      .updateTable('user_account')
      .set({ role: 'rep' })
      .where('name', '=', 'vp@acme.example')
      .execute()
    expect(await sender.deliver([given])).toMatchObject([
      { state: 'withheld', fault: { code: 'page_denied' } },
    ])
    await expectWithheld('page_denied')
  })

  test('one recipient of several gets none: the others do', async () => {
    const given = plan({ recipients: { users: ['vp@acme.example', 'left@acme.example'], roles: [] } })
    await untilMonday(given)
    await sender.deliver([given])
    expect(mailsTo('vp@acme.example')).toHaveLength(1)
    expect(mailsTo('ops@acme.example')[0]?.mail.text).toContain('to left@acme.example')
  })
})

test('what a process was sending when it died is uncertain, and what it had only claimed is sent', async () => {
  const given = plan({ recipients: { users: ['vp@acme.example', 'ops@acme.example'], roles: [] } })
  await untilMonday(given)
  const died = { holder: 'died', attempts: 1, retry_at: null, build: null, is_late: 0, message_id: null }
  const at = { created_at: MONDAY.toISOString(), changed_at: MONDAY.toISOString() }
  const nothing = { code: null, message: null, cure: null, facts: null, issue: null }
  const key = { report: 'weekly', period: PERIOD, channel: 'mail' }
  await sender.state
    .insertInto('delivery')
    .values([
      {
        id: deliveryId({ ...key, recipient: 'vp@acme.example' }),
        ...key,
        recipient: 'vp@acme.example',
        state: 'sending',
        ...died,
        ...at,
        ...nothing,
      },
      {
        id: deliveryId({ ...key, recipient: 'ops@acme.example' }),
        ...key,
        recipient: 'ops@acme.example',
        state: 'claimed',
        ...died,
        ...at,
        ...nothing,
      },
    ])
    .execute()
  await sender.deliver([given])
  expect(mailsTo('vp@acme.example')).toEqual([])
  const subjects = mailsTo('ops@acme.example').map(({ mail }) => mail.subject?.split(':')[0])
  expect(subjects).toHaveLength(2)
  expect(subjects).toContain('Not sent')
  expect(Object.fromEntries((await ledger()).map(({ recipient, state }) => [recipient, state]))).toEqual({
    'vp@acme.example': 'uncertain',
    'ops@acme.example': 'sent',
  })
})

/** Bookings as the tile of the report has them. */
function bookingsIn(html: string): string | undefined {
  return /data-tile="bookings"[^>]*data-value="([^"]+)"/.exec(html)?.[1]
}

/** The same by REST, with the rights of a user. */
async function bookingsOf(user: CubeUser): Promise<string> {
  const { manifest } = sampleBuild()
  const today = manifest.asOf.slice(0, 10)
  const { data } = await cube.load(
    {
      dimensions: ['dates.fiscal_quarter'],
      measures: ['dates.first_day', 'dates.last_day'],
      timeDimensions: [{ dimension: 'dates.date', dateRange: ['2026-01-01', '2027-12-31'] }],
    },
    user,
  )
  const day = (row: Record<string, unknown>, name: string) => String(row[name]).slice(0, 10)
  const quarter = data.find(
    (row) => day(row, 'dates.first_day') <= today && today <= day(row, 'dates.last_day'),
  )
  if (!quarter) throw new Error(`no quarter has ${today}`)
  const { data: rows } = await cube.load(
    {
      measures: ['bookings.amount'],
      timeDimensions: [
        { dimension: 'bookings.closed_at', dateRange: [day(quarter, 'dates.first_day'), today] },
      ],
    },
    user,
  )
  return String(rows[0]?.['bookings.amount'])
}
