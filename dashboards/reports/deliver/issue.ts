import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../../../models/warehouse/durable.ts'
import type { ReportFile } from '../rendered-report.ts'

/** A picture that the mail shows, by the id that its HTML names after `cid:`. */
interface IssuePicture extends ReportFile {
  readonly cid: string
}

/** One report of one period for one reader, as it is sent: whatever is sent again is the same. */
export interface Issue {
  readonly report: string
  readonly period: string
  readonly title: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly pictures: readonly IssuePicture[]
  readonly attachments: readonly ReportFile[]
  readonly build: string
  /** The instant that stands for "now" in the build. ISO, UTC. */
  readonly asOf: string
}

const file = z.object({ name: z.string(), type: z.string() })
const kept = z.object({
  report: z.string(),
  period: z.string(),
  title: z.string(),
  subject: z.string(),
  text: z.string(),
  build: z.string(),
  asOf: z.string(),
  pictures: z.array(file.extend({ cid: z.string() })),
  attachments: z.array(file),
})

const issueFolder = (home: string, id: string): string => join(home, 'reports', 'issues', id)

/** Keeps an issue below a home. What describes it is written last: an issue that can be read is whole. */
export async function writeIssue(home: string, id: string, issue: Issue): Promise<void> {
  const folder = issueFolder(home, id)
  await mkdir(folder, { recursive: true })
  const { html, pictures, attachments, ...rest } = issue
  await writeDurably(join(folder, 'mail.html'), html)
  const files = [...pictures, ...attachments]
  for (const [i, { content }] of files.entries()) await writeDurably(join(folder, `part-${i}`), content)
  const described = {
    ...rest,
    pictures: pictures.map(({ cid, name, type }) => ({ cid, name, type })),
    attachments: attachments.map(({ name, type }) => ({ name, type })),
  }
  await writeDurably(join(folder, 'issue.json'), JSON.stringify(described))
}

/** An issue that is kept, or null where there is none. */
export function readIssue(home: string, id: string): Issue | null {
  const folder = issueFolder(home, id)
  const text = readText(join(folder, 'issue.json'))
  if (text === null) return null
  const { pictures, attachments, ...rest } = kept.parse(JSON.parse(text))
  const part = (i: number): Uint8Array => readFileSync(join(folder, `part-${i}`))
  return {
    ...rest,
    html: readFileSync(join(folder, 'mail.html'), 'utf8'),
    pictures: pictures.map((one, i) => ({ ...one, content: part(i) })),
    attachments: attachments.map((one, i) => ({ ...one, content: part(pictures.length + i) })),
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The mail's page for a browser: its pictures are in it. */
export function pageOfIssue({ html, pictures }: Pick<Issue, 'html' | 'pictures'>): string {
  return pictures.reduce(
    (page, { cid, type, content }) =>
      page.replaceAll(`cid:${cid}`, `data:${type};base64,${Buffer.from(content).toString('base64')}`),
    html,
  )
}
