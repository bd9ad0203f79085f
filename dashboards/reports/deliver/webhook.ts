import { createHmac } from 'node:crypto'
import { faultAs } from '../fault.ts'
import type { Issue } from './issue.ts'
import { DeliveryError, type Outgoing, type Send } from './transport.ts'

/** An address that takes messages by HTTP. */
export interface WebhookChannel {
  readonly kind: 'webhook'
  readonly name: string
  /** A secret in itself where it is one of Slack's. */
  readonly url: string
  /** What requests are signed with. */
  readonly secret?: string | undefined
  readonly format: 'slack' | 'json'
  /** User whose rights everybody who reads the channel has; without it each recipient has a message of their own. */
  readonly as?: string | undefined
}

const TIMEOUT_MS = 30_000
/** What Slack takes of one block. */
const BLOCK_TEXT = 2900

/**
 * Posts each issue. With a secret the headers `X-Salesops-Timestamp` (seconds) and `X-Salesops-Signature`
 * (`v1=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY`) tell that it is from here and not replayed.
 */
export function webhookSender(channel: WebhookChannel, now: () => Date = () => new Date()): Send {
  return async (outgoing) => {
    const body = JSON.stringify(channel.format === 'slack' ? slackOf(outgoing.issue) : jsonOf(outgoing))
    const timestamp = String(Math.floor(now().getTime() / 1000))
    const answer = await fetch(channel.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': outgoing.id,
        'X-Salesops-Timestamp': timestamp,
        ...(channel.secret !== undefined && {
          'X-Salesops-Signature': signature(channel.secret, timestamp, body),
        }),
      },
      body,
    }).catch((cause: unknown) => {
      throw unanswered(cause, channel)
    })
    await answer.body?.cancel()
    if (answer.ok) return outgoing.id
    const isForNow = answer.status >= 500 || answer.status === 429 || answer.status === 408
    const told = { channel: channel.name, status: String(answer.status) }
    throw isForNow
      ? new DeliveryError('temporary', faultAs('webhook_busy', told))
      : new DeliveryError('permanent', faultAs('webhook_refused', told))
  }
}

/** `v1=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY`. */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function unanswered(cause: unknown, { name }: WebhookChannel): DeliveryError {
  const under: unknown = Reflect.get(Object(cause), 'cause')
  const code = String(Reflect.get(Object(under), 'code') ?? Reflect.get(Object(cause), 'name') ?? 'unknown')
  // What was not reached has nothing; what broke off or was silent may have it.
  const isUnreached = UNREACHED.has(code) || /CERT|TLS|SSL/.test(code)
  const told = { channel: name, why: code }
  return isUnreached
    ? new DeliveryError('temporary', faultAs('server_unreachable', told), cause)
    : new DeliveryError('uncertain', faultAs('connection_lost', told), cause)
}

function slackOf({ subject, title, text }: Issue) {
  const blocks = paragraphs(text).map((part) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: part },
  }))
  return {
    text: subject,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
      ...blocks.slice(0, 45),
    ],
  }
}

/** A text in parts that Slack takes, cut between lines. Its three signs of markup are escaped. */
function paragraphs(text: string): string[] {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const parts: string[] = []
  for (const line of escaped.split('\n')) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + line.length < BLOCK_TEXT)
      parts[parts.length - 1] = `${last}\n${line}`
    else parts.push(line.slice(0, BLOCK_TEXT))
  }
  return parts.filter((part) => part.trim() !== '')
}

function jsonOf({ id, recipient, issue }: Outgoing) {
  const { report, period, title, subject, text, build, asOf, attachments } = issue
  return {
    id,
    recipient,
    report,
    period,
    title,
    subject,
    text,
    build,
    asOf,
    attachments: attachments.map(({ name, type, content }) => ({
      name,
      type,
      base64: Buffer.from(content).toString('base64'),
    })),
  }
}
