import { type FileChannel, fileSender } from './file.ts'
import { type SmtpChannel, smtpSender } from './smtp.ts'
import type { Send } from './transport.ts'
import { type WebhookChannel, webhookSender } from './webhook.ts'

/** A way out of the house: an entry of `channels:` in salesops.yml. */
export type Channel = SmtpChannel | WebhookChannel | FileChannel

/** What sends to a channel. */
export function senderOf(channel: Channel): Send {
  switch (channel.kind) {
    case 'smtp':
      return smtpSender(channel)
    case 'webhook':
      return webhookSender(channel)
    case 'file':
      return fileSender(channel)
  }
}
