import { z } from 'zod'
import { CubeError } from '../cube/errors.ts'
import type { Cube, CubeUser } from '../cube/server.ts'
import { type Roster, readRoster } from '../dashboards/identity/roster.ts'
import type { Company } from '../models/contract/company.ts'
import { type Submission, writeSubmission } from '../pipelines/run/decisions.ts'

/** A submission as people give it. */
const given = z.object({
  /** User id in the CRM; one's own where it is left out. Of a manager's own people it is an override. */
  rep: z.string().min(1).max(64).optional(),
  /** A fiscal quarter by its name, or a day of it. */
  period: z.string(),
  category: z.enum(['commit', 'best_case', 'pipeline']),
  amount: z.union([z.string(), z.number()]),
})

interface Desk {
  readonly home: string
  readonly company: Company
  readonly cube: Pick<Cube, 'load'>
  readonly user: CubeUser
}

/**
 * Takes a forecast that somebody submits: reps and managers for themselves, which is an override for the team where it
 * is a manager's; managers for those below them, which stands beside what those submit; analysts and administrators for anybody. The next run lands it.
 * @throws CubeError `submission_invalid`, `submission_denied`, `rep_unknown`
 */
export async function submitForecast(
  body: unknown,
  { home, company, cube, user }: Desk,
): Promise<Submission> {
  const parsed = given.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(`${issue?.path.join('.') || 'The submission'}: ${issue?.message ?? 'is not one'}`)
  }
  const { rep, period, category, amount } = parsed.data
  const roster = await readRoster(cube)
  const submission = {
    ...whoseIs(rep, user, roster),
    day: dayOf(period, company.fiscalYearStart),
    category,
    amount: amountOf(String(amount)),
    currency: company.currency,
  }
  if (!roster.byId(submission.repId))
    throw new CubeError({
      code: 'rep_unknown',
      status: 400,
      message: `${submission.repId} is nobody of the CRM`,
      cure: 'give a user id that the dimension reps.rep_id has',
    })
  await writeSubmission(home, submission, new Date())
  return submission
}

function whoseIs(
  rep: string | undefined,
  { role, repId }: CubeUser,
  { isBelow }: Roster,
): Pick<Submission, 'repId' | 'submittedBy'> {
  const whose = rep ?? repId
  if (role === 'analyst' || role === 'admin') {
    if (whose === undefined) throw invalid('rep: say whose forecast it is')
    return { repId: whose }
  }
  if (repId !== undefined && whose !== undefined && (role === 'rep' || role === 'manager')) {
    if (whose === repId) return { repId }
    if (role === 'manager' && isBelow(whose, repId)) return { repId: whose, submittedBy: repId }
  }
  throw new CubeError({
    code: 'submission_denied',
    status: 403,
    message: 'A forecast is submitted by whose it is, or by a manager of theirs',
    cure: 'leave out rep, or ask sales operations',
  })
}

const DAY = /^\d{4}-\d\d-\d\d$/
const QUARTER = /^FY(\d\d) ?Q([1-4])$/i

/** A day of the quarter: a fiscal year is named by the calendar year that it ends in. */
function dayOf(period: string, fiscalYearStart: number): string {
  if (DAY.test(period) && !Number.isNaN(Date.parse(period))) return period
  const [, year, quarter] = QUARTER.exec(period.trim()) ?? []
  if (year === undefined || quarter === undefined)
    throw invalid(
      `period: ${period} is neither a fiscal quarter, such as FY27 Q3, nor a day, such as 2026-11-27`,
    )
  const begins = 2000 + Number(year) - (fiscalYearStart === 1 ? 0 : 1)
  const month = fiscalYearStart - 1 + 3 * (Number(quarter) - 1)
  return new Date(Date.UTC(begins, month, 1)).toISOString().slice(0, 10)
}

function amountOf(text: string): string {
  const plain = text.replaceAll(/[,_ ](?=\d{3}\b)/g, '')
  if (/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return plain
  throw invalid(`amount: ${text} is no amount of at most twelve digits and two decimals, such as 125000.50`)
}

function invalid(message: string): CubeError {
  return new CubeError({
    code: 'submission_invalid',
    status: 400,
    message,
    cure: 'send {"period", "category": "commit", "best_case" or "pipeline", "amount"}',
  })
}
