import { STANDARD_CALENDAR } from '../../../models/contract/fiscal-calendar.ts'
import type { ReportScheduleRow } from '../../../models/state/report-schedules.ts'
import type { Language } from '../../messages/languages.ts'
import type { Role } from '../../pages/page.ts'
import type { AttachedFormat } from '../attached-files.ts'

/** Who gets something: users by name, and all that have a role. */
export interface Recipients {
  readonly users: readonly string[]
  readonly roles: readonly Role[]
}

/** A report that is sent on a schedule. */
export interface Plan {
  /** Its name in the ledger. */
  readonly id: string
  /** Null for the report's own. */
  readonly title: string | null
  /** A report by name, or a page by id; its filters as the address of a page has them. */
  readonly content: { readonly kind: 'report' | 'page'; readonly name: string }
  readonly filters: Readonly<Record<string, string>>
  readonly schedule: string
  readonly timezone: string
  /** Name of the fiscal calendar that its schedule is read by. */
  readonly calendar: string
  /** Null for the company's own. */
  readonly language: Language | null
  readonly recipients: Recipients
  /** Who may have it; every role where there is none. */
  readonly audience: readonly Role[] | null
  /** Names of channels. */
  readonly channels: readonly string[]
  readonly formats: readonly AttachedFormat[]
  /** Ages in milliseconds from which a source is too old for it, by name; elsewhere the source's own limit. */
  readonly freshness: Readonly<Record<string, number>>
  /** User who is told where it fails; the admins where there is none. */
  readonly owner: string | null
  /** True where somebody has made it in the browser, for themselves. */
  readonly isOwn: boolean
}

const OWN = 'own-'

/** What somebody has sent to themselves from the browser: with their rights, to them alone. */
export function planOfSchedule(row: ReportScheduleRow): Plan {
  return {
    id: `${OWN}${row.id}`,
    title: row.name,
    content: { kind: 'page', name: row.page },
    filters: JSON.parse(row.filters) as Plan['filters'],
    schedule: row.schedule,
    timezone: row.timezone,
    calendar: STANDARD_CALENDAR,
    language: null,
    recipients: { users: [row.owner], roles: [] },
    audience: null,
    channels: [row.channel],
    formats: JSON.parse(row.formats) as AttachedFormat[],
    freshness: {},
    owner: row.owner,
    isOwn: true,
  }
}
