import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileSender } from '../../../dashboards/reports/deliver/file.ts'
import { type Issue, readIssue, writeIssue } from '../../../dashboards/reports/deliver/issue.ts'
import { smtpSender } from '../../../dashboards/reports/deliver/smtp.ts'
import type { DeliveryError, Outgoing } from '../../../dashboards/reports/deliver/transport.ts'
import { signature, webhookSender } from '../../../dashboards/reports/deliver/webhook.ts'
import { mailChannel } from './delivering.ts'
import { startMailServer } from './mail-server.ts'

const issue: Issue = {
  report: 'weekly',
  period: '2026-11-30 07:00',
  title: 'Weekly executive report',
  subject: 'Weekly executive report, Acme, FY27 Q4',
  html: '<!doctype html><html><body><p>ยอดขาย 1,234.56</p><img src="cid:chart-1" alt="Bookings"></body></html>',
  text: 'Bookings 1,234.56 <up> & away',
  pictures: [{ cid: 'chart-1', name: 'chart.png', type: 'image/png', content: Buffer.from('picture') }],
  attachments: [{ name: '=cmd.csv', type: 'text/csv; charset=utf-8', content: Buffer.from('a,b\r\n') }],
  build: 'build-1',
  asOf: '2026-11-29T23:59:59Z',
}
const outgoing: Outgoing = { id: 'abc123', recipient: 'vp@acme.example', address: 'vp@acme.example', issue }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salesops-channel-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const failureOf = (work: Promise<unknown>): Promise<DeliveryError> =>
  work.then(
    () => Promise.reject(new Error('it was sent')),
    (error: DeliveryError) => error,
  )

describe('a mail', () => {
  test('has its text, its page with pictures within, and its files', async () => {
    const server = await startMailServer()
    try {
      const id = await smtpSender(mailChannel(server.port) as never)(outgoing)
      const [received] = server.received
      expect(received?.mail.messageId).toBe(id)
      expect(received?.mail.subject).toBe(issue.subject)
      expect(received?.mail.text?.trim()).toBe(issue.text)
      expect(String(received?.mail.html)).toContain('ยอดขาย')
      const files = received?.mail.attachments.map(({ filename, contentType, cid, content }) => ({
        filename,
        contentType,
        cid,
        content: content.toString(),
      }))
      expect(files).toEqual([
        { filename: 'chart.png', contentType: 'image/png', cid: 'chart-1', content: 'picture' },
        { filename: '=cmd.csv', contentType: 'text/csv', cid: undefined, content: 'a,b\r\n' },
      ])
    } finally {
      await server.close()
    }
  })

  test.each([
    ['a wrong password', 'wrong', 'login_refused', 'permanent'],
    ['the right one', 'right', null, null],
  ])('signs in with %s', async (_, password, code, kind) => {
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) =>
        auth.username === 'me' && auth.password === 'right'
          ? done(null, { user: 'me' })
          : done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    try {
      const channel = { ...mailChannel(server.port), user: 'me', password } as never
      const sent = smtpSender(channel)(outgoing)
      if (code === null) return expect(await sent).toContain('abc123')
      const error = await failureOf(sent)
      expect(error).toMatchObject({ code, kind })
      expect(`${error.message}${error.cure}`).not.toContain('wrong')
    } finally {
      await server.close()
    }
  })

  test('does not travel in clear where it must be encrypted', async () => {
    const server = await startMailServer()
    try {
      const channel = { ...mailChannel(server.port), security: 'starttls' } as never
      expect(await failureOf(smtpSender(channel)(outgoing))).toMatchObject({
        kind: 'temporary',
        code: 'tls_failed',
      })
      expect(server.received).toEqual([])
    } finally {
      await server.close()
    }
  })

  test('has no address to go to', async () => {
    const error = await failureOf(smtpSender(mailChannel(1) as never)({ ...outgoing, address: null }))
    expect(error).toMatchObject({ code: 'no_address', kind: 'permanent' })
  })
})

describe('a webhook', () => {
  const secret = 'a secret of sixteen letters'
  const received: { headers: IncomingMessage['headers']; body: string }[] = []
  let status: number | 'drop' = 200
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      if (status === 'drop') return void request.socket.destroy()
      response.writeHead(status).end()
    })
  })
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`

  beforeEach(async () => {
    received.length = 0
    status = 200
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('is signed with its time, and says all that a program needs', async () => {
    const now = new Date('2026-11-30T07:00:00Z')
    const send = webhookSender(
      { kind: 'webhook', name: 'hook', url: url(), secret, format: 'json' },
      () => now,
    )
    expect(await send(outgoing)).toBe('abc123')
    const [one] = received
    const timestamp = String(now.getTime() / 1000)
    expect(one?.headers['x-salesops-timestamp']).toBe(timestamp)
    expect(one?.headers['x-salesops-signature']).toBe(signature(secret, timestamp, one?.body ?? ''))
    expect(one?.headers['idempotency-key']).toBe('abc123')
    const { html, pictures, attachments, ...said } = issue
    expect(JSON.parse(one?.body ?? '')).toEqual({
      id: 'abc123',
      recipient: 'vp@acme.example',
      ...said,
      attachments: [{ name: '=cmd.csv', type: 'text/csv; charset=utf-8', base64: 'YSxiDQo=' }],
    })
  })

  test('is told in blocks as Slack takes them, with its signs escaped', async () => {
    const long = { ...issue, text: Array.from({ length: 400 }, (_, i) => `line ${i} <b> & more`).join('\n') }
    await webhookSender({ kind: 'webhook', name: 'hook', url: url(), format: 'slack' })({
      ...outgoing,
      issue: long,
    })
    const { text, blocks } = JSON.parse(received[0]?.body ?? '') as {
      text: string
      blocks: { type: string; text: { text: string } }[]
    }
    expect(text).toBe(issue.subject)
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: issue.title } })
    expect(blocks.length).toBeGreaterThan(2)
    for (const block of blocks) expect(block.text.text.length).toBeLessThanOrEqual(3000)
    const told = blocks.map((block) => block.text.text).join('\n')
    expect(told).toContain('line 399 &lt;b&gt; &amp; more')
    expect(received[0]?.headers['x-salesops-signature']).toBeUndefined()
  })

  test.each([
    [500, 'temporary', 'webhook_busy'],
    [429, 'temporary', 'webhook_busy'],
    [404, 'permanent', 'webhook_refused'],
    [302, 'uncertain', 'connection_lost'],
    ['drop', 'uncertain', 'connection_lost'],
  ] as const)('that answers %s has failed: %s', async (answer, kind, code) => {
    status = answer
    const send = webhookSender({ kind: 'webhook', name: 'hook', url: url(), secret, format: 'json' })
    const error = await failureOf(send(outgoing))
    expect(error).toMatchObject({ kind, code })
    expect(`${error.message} ${error.cure}`).not.toContain('/hook')
    expect(received).toHaveLength(1)
  })

  test('that is not there has certainly got nothing', async () => {
    const gone = url()
    await new Promise((resolve) => server.close(resolve))
    const send = webhookSender({ kind: 'webhook', name: 'hook', url: gone, format: 'json' })
    expect(await failureOf(send(outgoing))).toMatchObject({ kind: 'temporary', code: 'server_unreachable' })
  })
})

describe('a folder', () => {
  test('has an issue a reader, its pictures in its page, and no name leads out of it', async () => {
    const send = fileSender({ kind: 'file', name: 'share', folder })
    await send({ ...outgoing, recipient: '../../etc' })
    const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
    const at = join('weekly', '2026-11-30 07-00', '_-..-etc')
    expect(inside).toEqual([
      'weekly',
      join('weekly', '2026-11-30 07-00'),
      at,
      join(at, '-cmd.csv'),
      join(at, 'report.html'),
    ])
    const page = readFileSync(join(folder, at, 'report.html'), 'utf8')
    expect(page).toContain(`src="data:image/png;base64,${Buffer.from('picture').toString('base64')}"`)
  })

  test('that cannot be written is asked again', async () => {
    const send = fileSender({ kind: 'file', name: 'share', folder: '/dev/null/x' })
    expect(await failureOf(send(outgoing))).toMatchObject({ kind: 'temporary', code: 'folder_unwritable' })
  })
})

test('an issue that is kept comes back as it was', async () => {
  expect(readIssue(folder, 'one')).toBeNull()
  await writeIssue(folder, 'one', issue)
  expect(readIssue(folder, 'one')).toEqual(issue)
})
