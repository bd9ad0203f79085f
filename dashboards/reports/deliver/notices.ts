import { createHash } from 'node:crypto'
import type { DeliveryFault } from '../../../models/state/deliveries.ts'
import type { Messages } from '../../messages/en.ts'
import { messagesOf } from '../../messages/index.ts'
import { languageOf } from '../../messages/languages.ts'
import type { Due } from '../schedule/due.ts'
import { toldFault } from '../told-fault.ts'
import type { Delivering } from './delivery.ts'
import { plainIssue } from './plain-issue.ts'
import type { Plan } from './plan.ts'
import { sendOnce } from './send-once.ts'

interface Failure {
  readonly fault: DeliveryFault
  /** Null where it concerns all. */
  readonly recipient: string | null
}

/** What the owner of a report is told where it was not sent. */
export interface Notice {
  readonly report: string
  readonly period: string
  /** Tells one cause from another: of each there is one notice. */
  readonly cause: string
  readonly title: string
  readonly lines: readonly string[]
}

/** The words of notices, in the company's language: an owner may be no reader of anything. */
export const ownersWords = ({ build }: Pick<Delivering, 'build'>): Messages =>
  messagesOf(languageOf(build.manifest.company.locale))

export function noticeOf(
  at: Pick<Delivering, 'build'>,
  plan: Plan,
  due: Due,
  failures: readonly Failure[],
): Notice {
  const all = ownersWords(at)
  const words = all.delivery.notice
  const name = titleOf(plan, all)
  const isAll = failures.some(({ recipient }) => recipient === null)
  const lines = failures.flatMap(({ fault, recipient }) => {
    const { what, cure } = toldFault(all, fault)
    const whom = recipient === null ? '' : `${words.whom(recipient)}: `
    return [`${whom}${what} (${fault.code})`, words.cure(cure)]
  })
  const lead = isAll ? words.lead(name, due.period) : words.toSome(name, due.period)
  return {
    report: plan.id,
    period: due.period,
    cause: JSON.stringify(failures.map(({ fault, recipient }) => [recipient, fault.code])),
    title: name,
    lines: [lead, ...lines, words.later],
  }
}

/** What a report or page is called where its plan gives it no title. */
function titleOf({ title, content }: Plan, { report }: Messages): string {
  const titles: Readonly<Record<string, string>> = report.titles
  return title ?? titles[content.name] ?? content.name
}

/**
 * Tells the owner of a report, or the admins, once of each cause: by mail where the report or anything else goes by
 * mail, else by the report's first channel.
 */
export async function tellOwner(
  at: Delivering,
  plan: Pick<Plan, 'owner' | 'channels'>,
  notice: Notice,
): Promise<void> {
  const channel = noticeChannel(at, plan)
  if (channel === null) return
  const owners = plan.owner === null ? await at.people.ofRole('admin') : [plan.owner]
  const { manifest } = at.build
  const { language, delivery } = ownersWords(at)
  const words = delivery.notice
  const key = {
    report: `notice:${notice.report}`,
    period: `${notice.period} ${createHash('sha256').update(notice.cause).digest('hex').slice(0, 8)}`,
    channel,
  }
  for (const owner of owners) {
    const reader = await at.people.reader(owner)
    if (!reader) continue
    const make = async () =>
      plainIssue({
        report: key.report,
        period: key.period,
        title: words.title,
        subject: words.subject(notice.title, manifest.company.name),
        lines: notice.lines,
        language,
        build: manifest.id,
        asOf: manifest.asOf,
      })
    const sending = { key: { ...key, recipient: owner }, address: reader.address, isLate: false, make }
    const outcome = await sendOnce(at, sending)
    if (outcome?.fault)
      at.log.warn(
        { report: notice.report, code: outcome.fault.code },
        'The owner of a report could not be told',
      )
  }
}

function noticeChannel({ channels }: Delivering, plan: Pick<Plan, 'channels'>): string | null {
  const all = [...channels.values()]
  const own = all.filter(({ name }) => plan.channels.includes(name))
  const mail = [...own, ...all].find(({ kind }) => kind === 'smtp')
  // A channel that others read is not for notices.
  const personal = [...own, ...all].find(({ as }) => as === undefined)
  return (mail ?? personal)?.name ?? null
}
