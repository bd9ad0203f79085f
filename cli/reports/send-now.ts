import { whileSending } from '../../dashboards/reports/deliver/deliver-due.ts'
import { deliverPeriod } from '../../dashboards/reports/deliver/deliver-period.ts'
import type { Delivering } from '../../dashboards/reports/deliver/delivery.ts'
import type { Plan } from '../../dashboards/reports/deliver/plan.ts'
import type { Due } from '../../dashboards/reports/schedule/due.ts'
import { wallText, wallTimeOf } from '../../dashboards/reports/schedule/zone-time.ts'
import { listDeliveries, reopenDelivery } from '../../models/state/deliveries.ts'
import { findPeriod, listPeriods } from '../../models/state/report-periods.ts'
import { userName } from '../../models/state/users.ts'
import { CliError } from '../cli-error.ts'
import type { CommonOptions } from '../setup.ts'
import { delivering, printOutcomes } from './delivering.ts'

interface SendOptions {
  readonly options: CommonOptions
  /** True for the last issue, to whom it did not reach. */
  readonly resend: boolean
  /** To one user only, whether it reached them or not. */
  readonly to: string | undefined
  readonly json: boolean
}

/** Sends a report because a person says so. @throws CliError `report_not_sent`, `nothing_to_resend` */
export async function sendNow(name: string, { options, resend, to, json }: SendOptions): Promise<void> {
  const outcomes = await delivering(options, async (at, { plans }) => {
    const plan = plans.find(({ id }) => id === name)
    if (!plan)
      throw new CliError({
        code: 'report_not_sent',
        message: `${name} is not sent to anybody`,
        cure: `name one under reports: in the configuration${plans.length > 0 ? `: ${plans.map(({ id }) => id).join(', ')}` : ''}`,
      })
    return whileSending(at, plans, async () => {
      const due = resend ? await reopened(at, plan, to) : thisMoment(at, plan)
      const sent = await deliverPeriod(at, plan, due)
      const period = await findPeriod(at.state, { report: plan.id, period: due.period })
      if (period?.state === 'withheld' && sent.length === 0)
        throw new CliError({
          code: period.code ?? 'withheld',
          message: `${name} was not sent: ${period.message}`,
          cure: period.cure ?? 'see salesops deliveries',
        })
      return sent
    })
  })
  printOutcomes(outcomes, json)
}

const thisMoment = (at: Delivering, { timezone }: Plan): Due => {
  const now = at.now()
  return { at: now, period: wallText(wallTimeOf(now, timezone)) }
}

/** Frees what did not arrive of a report's last issue. */
async function reopened(at: Delivering, plan: Plan, to: string | undefined): Promise<Due> {
  const [last] = await listPeriods(at.state, plan.id, 1)
  const recipient = to === undefined ? undefined : userName(to)
  const rows = last
    ? await listDeliveries(at.state, {
        report: plan.id,
        period: last.period,
        ...(recipient === undefined
          ? { states: ['uncertain', 'failed', 'refused'] as const }
          : { recipient }),
      })
    : []
  if (!last || rows.length === 0)
    throw new CliError({
      code: 'nothing_to_resend',
      message:
        recipient === undefined
          ? `Nothing of ${plan.id} has failed`
          : `${recipient} was not to get ${plan.id}`,
      cure: `see what was sent: salesops deliveries --report ${plan.id}`,
    })
  for (const { id } of rows) await reopenDelivery(at.state, id, at.now())
  return { at: new Date(last.due_at), period: last.period }
}
