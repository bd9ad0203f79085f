import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { faultAs } from '../fault.ts'
import type { Issue } from './issue.ts'
import { DeliveryError, type Send } from './transport.ts'

/** A mail server. */
export interface SmtpChannel {
  readonly kind: 'smtp'
  readonly name: string
  readonly host: string
  readonly port: number
  /** `tls` from the first byte; `starttls` or not at all; `none` only where nobody listens in between. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** As `Sales figures <sales@acme.example>`. */
  readonly from: string
  /** User whose rights everybody who reads it has. */
  readonly as?: undefined
  /** A certificate authority of the company's own, as PEM. */
  readonly ca?: string | undefined
}

const CONNECT_MS = 15_000
const SILENCE_MS = 60_000

/** Sends each issue as one mail to one address. */
export function smtpSender(channel: SmtpChannel): Send {
  return async ({ id, address, issue }) => {
    if (address === null) throw new DeliveryError('permanent', faultAs('no_address', {}))
    const messageId = `<${id}@${domainOf(channel.from)}>`
    const { envelope, mail } = await composed(channel, { address, messageId, issue })
    await transmit(channel, envelope, mail)
    return messageId
  }
}

interface Mail {
  readonly envelope: { readonly from: string; readonly to: string[] }
  readonly mail: Buffer
}

async function composed(
  { from }: SmtpChannel,
  { address, messageId, issue }: { address: string; messageId: string; issue: Issue },
): Promise<Mail> {
  const message = new MailComposer({
    from,
    to: address,
    subject: issue.subject,
    messageId,
    text: issue.text,
    html: issue.html,
    attachments: [
      ...issue.pictures.map(({ cid, name, type, content }) => ({
        cid,
        filename: name,
        contentType: type,
        content: Buffer.from(content),
        contentDisposition: 'inline' as const,
      })),
      ...issue.attachments.map(({ name, type, content }) => ({
        filename: name,
        contentType: type,
        content: Buffer.from(content),
      })),
    ],
    // Answers to machines help nobody.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Salesops-Build': issue.build },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const { from: sender, to } = message.getEnvelope()
  return { envelope: { from: sender || '', to: to ?? [] }, mail: await message.build() }
}

async function transmit(channel: SmtpChannel, envelope: Mail['envelope'], mail: Buffer): Promise<void> {
  const connection = new SMTPConnection({
    host: channel.host,
    port: channel.port,
    secure: channel.security === 'tls',
    requireTLS: channel.security === 'starttls',
    ignoreTLS: channel.security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...(channel.ca !== undefined && { tls: { ca: channel.ca } }),
  })
  let hasBegun = false
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject)
      connection.on('end', () => reject(new Error('the server closed the connection')))
      connection.connect((fault) => {
        if (fault) return reject(fault)
        const send = (): void => {
          // Read only once the server waits for it: from then on it may arrive.
          const body = Readable.from(
            (function* () {
              hasBegun = true
              yield mail
            })(),
            { objectMode: false },
          )
          connection.send(envelope, body, (error) => (error ? reject(error) : resolve()))
        }
        const { user, password } = channel
        if (user === undefined || password === undefined) return send()
        connection.login({ credentials: { user, pass: password } }, (error) =>
          error ? reject(error) : send(),
        )
      })
    })
  } catch (cause) {
    throw failureOf(cause, hasBegun, channel)
  } finally {
    connection.close()
  }
}

/** What an error of a mail server means for the mail. Its answer is told, for it says why; it holds no secret of ours. */
function failureOf(cause: unknown, hasBegun: boolean, { name }: SmtpChannel): DeliveryError {
  const error: { code?: string; responseCode?: number; response?: string; message?: string } = Object(cause)
  const { code = 'unknown', responseCode, response = '' } = error
  if (responseCode !== undefined && code !== 'ETLS') {
    const isForNow = responseCode < 500 || responseCode === 503
    const told = { channel: name, answer: response.slice(0, 300) }
    const fault =
      code === 'EAUTH'
        ? faultAs('login_refused', { channel: name, answer: String(responseCode) })
        : isForNow
          ? faultAs('mail_deferred', told)
          : faultAs('mail_refused', told)
    return new DeliveryError(isForNow ? 'temporary' : 'permanent', fault, cause)
  }
  const where = { channel: name, why: code }
  if (hasBegun) return new DeliveryError('uncertain', faultAs('connection_lost', where), cause)
  const fault = code === 'ETLS' ? faultAs('tls_failed', where) : faultAs('server_unreachable', where)
  return new DeliveryError('temporary', fault, cause)
}

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'salesops.invalid'
