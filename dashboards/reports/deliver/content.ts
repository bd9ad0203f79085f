import { type Extension, noExtension } from '../../../models/contract/extension.ts'
import { pagesWith } from '../../pages/index.ts'
import { mayOpen, type Page, type Role } from '../../pages/page.ts'
import { parseChoice } from '../../tiles/choice.ts'
import { narrowingOf } from '../../tiles/filters.ts'
import type { ReportDefinition, SourceNeed } from '../definition.ts'
import { faultAs } from '../fault.ts'
import { reportsWith } from '../own-reports.ts'
import type { Plan } from './plan.ts'
import { PlanError } from './plan-error.ts'

/** What a plan shows to a role. @throws PlanError `report_unknown`, `page_unknown`, `page_denied` */
export function definitionOf(plan: Plan, role: Role, extension: Extension = noExtension): ReportDefinition {
  const { kind, name } = plan.content
  if (kind === 'page')
    return ofPage(
      plan,
      role,
      pagesWith(extension).find(({ id }) => id === name),
    )
  const report = reportsWith(extension).get(name)
  if (!report) throw new PlanError(faultAs('report_unknown', { report: name }))
  return {
    ...report,
    name: plan.id,
    title: plan.title === null ? report.title : () => plan.title ?? '',
    filters: { ...report.filters, ...filtersOf(plan, report.filters.period) },
  }
}

/** The sources that a plan cannot do without; none in particular where there are none. */
export function needsOf({ content }: Plan, extension: Extension = noExtension): readonly SourceNeed[] {
  return content.kind === 'report' ? (reportsWith(extension).get(content.name)?.needs ?? []) : []
}

/** A page as a report. Its tiles may be empty, as they may on the page. */
function ofPage(plan: Plan, role: Role, page: Page | undefined): ReportDefinition {
  const { name } = plan.content
  if (!page || page.figures.length + page.details.length === 0)
    throw new PlanError(faultAs('page_unknown', { page: name }))
  if (!mayOpen(page, role)) throw new PlanError(faultAs('page_denied', { page: name, role }))
  const shown = (tile: Page['figures'][number]) => ({ tile, mayBeEmpty: true })
  return {
    name: plan.id,
    title: (words) => plan.title ?? page.title(words),
    audience: { roles: [role], perReader: true },
    schedule: null,
    needs: [],
    filters: filtersOf(plan, null, page),
    changes: null,
    figures: page.figures.map(shown),
    details: page.details.map(({ tile }) => shown(tile)),
  }
}

/** The filters of a plan; those that its page does not offer are not in force. */
function filtersOf(plan: Plan, period: string | null, page?: Page): ReportDefinition['filters'] {
  const chosen = parseChoice(new URLSearchParams(plan.filters).toString())
  const offered = page ? (page.filters ?? []) : null
  const narrowing = narrowingOf((name) => (offered === null || offered.includes(name) ? chosen[name] : null))
  return { period: chosen.period ?? period, compare: chosen.compare, ...narrowing }
}
