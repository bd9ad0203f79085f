import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../../../models/warehouse/durable.ts'
import { faultAs } from '../fault.ts'
import { pageOfIssue } from './issue.ts'
import { DeliveryError, type Send } from './transport.ts'

/** A folder that something else reads: a share, a folder that is synchronised. */
export interface FileChannel {
  readonly kind: 'file'
  readonly name: string
  readonly folder: string
  /** User whose rights everybody who reads it has; without it each recipient has a folder of their own. */
  readonly as?: string | undefined
}

/** Writes each issue into a folder: of its report, its period, and its reader where the channel is not of one. */
export function fileSender(channel: FileChannel): Send {
  return async ({ recipient, issue }) => {
    const parts = [issue.report, issue.period, ...(channel.as === undefined ? [recipient] : [])]
    const folder = join(channel.folder, ...parts.map(safeName))
    try {
      await mkdir(folder, { recursive: true })
      for (const { name, content } of issue.attachments)
        await writeDurably(join(folder, safeName(name)), content)
      await writeDurably(join(folder, 'report.html'), pageOfIssue(issue))
      return folder
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
      throw new DeliveryError(
        'temporary',
        faultAs('folder_unwritable', { channel: channel.name, why: code }),
        cause,
      )
    }
  }
}

/** A name without what would lead out of a folder or is not allowed in one somewhere. */
const safeName = (text: string): string => text.replace(/[^\p{L}\p{N}@._ -]/gu, '-').replace(/^\.+/, '_')
