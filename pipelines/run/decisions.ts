import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../../models/warehouse/durable.ts'

/** Name of the source of what people decide within the product. */
export const DECISIONS = 'decisions'

/** A forecast that somebody submits. */
export interface Submission {
  readonly repId: string
  /** User id of the manager who overrides it for them. */
  readonly submittedBy?: string
  /** A day of the fiscal quarter. */
  readonly day: string
  readonly category: 'commit' | 'best_case' | 'pipeline'
  /** A decimal number, in the company's currency. */
  readonly amount: string
  readonly currency: string
}

/** Where decisions wait to be landed, as files of a source of their own. */
export const decisionsFolder = (home: string): string => join(home, DECISIONS)

/** True where anything was ever decided in a home. */
export const hasDecisions = (home: string): boolean => existsSync(decisionsFolder(home))

/** Writes a submission as a file of one record: the next run lands it, like an export. */
export async function writeSubmission(home: string, submission: Submission, now: Date): Promise<void> {
  const folder = decisionsFolder(home)
  mkdirSync(folder, { recursive: true })
  const stamp = now.toISOString().replace(/\D/g, '')
  const head = 'user_id,submitted_by,period_start,submitted_at,category,amount,currency'
  const { repId, submittedBy = '', day, category, amount, currency } = submission
  const cells = [
    quoted(repId),
    submittedBy && quoted(submittedBy),
    day,
    now.toISOString(),
    category,
    amount,
    currency,
  ]
  const name = `forecast_submission_${stamp}_${randomInt(1e6)}.csv`
  await writeDurably(join(folder, name), `${head}\n${cells.join(',')}\n`)
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
