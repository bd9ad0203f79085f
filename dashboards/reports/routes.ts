import express, { type Response, Router } from 'express'
import type { Kysely } from 'kysely'
import { stringify } from 'yaml'
import { z } from 'zod'
import { CubeError } from '../../cube/errors.ts'
import type { Cube } from '../../cube/server.ts'
import { snooze } from '../../models/state/alerts.ts'
import type { State } from '../../models/state/database.ts'
import { findDelivery } from '../../models/state/deliveries.ts'
import {
  addReportSchedule,
  listReportSchedules,
  removeReportSchedule,
} from '../../models/state/report-schedules.ts'
import type { AlertRule } from '../alerts/alert.ts'
import type { Visitors } from '../identity/visitor.ts'
import { pagesWith } from '../pages/index.ts'
import { mayOpen } from '../pages/page.ts'
import { servedBuild } from '../served-builds.ts'
import { attachedFormats } from './attached-files.ts'
import type { Channel } from './deliver/channel.ts'
import { definitionOf } from './deliver/content.ts'
import { pageOfIssue, readIssue } from './deliver/issue.ts'
import { type Plan, planOfSchedule } from './deliver/plan.ts'
import { isFor, reportsPage } from './list-reports.ts'
import { renderReport } from './render.ts'
import { calendarsOf } from './schedule/calendars.ts'
import { parseSchedule, scheduleForms } from './schedule/schedule.ts'

/** What a configuration sends. */
export interface Sendable {
  readonly channels: readonly Channel[]
  readonly plans: readonly Plan[]
  readonly alerts: readonly AlertRule[]
}

interface ReportOptions {
  readonly home: string
  readonly cube: Pick<Cube, 'load' | 'meta'>
  readonly state: Kysely<State>
  readonly visitors: Visitors
  /** Notes who took what away. */
  readonly noteExport: (user: string, what: string) => Promise<void>
  readonly delivery?: Sendable
}

const nothing: Sendable = { channels: [], plans: [], alerts: [] }

const newSchedule = z.strictObject({
  name: z.string().trim().min(1).max(120),
  page: z.string().min(1).max(120),
  filters: z.record(z.string().max(40), z.string().max(4000)),
  schedule: z
    .string()
    .max(200)
    .refine((text) => parseSchedule(text) !== null),
  channel: z.string().min(1),
  formats: z.array(z.enum(attachedFormats)),
})
const snoozing = z.strictObject({
  hours: z
    .number()
    .min(0)
    .max(24 * 90),
})

/** What is sent to the reader: to list, preview and open it, to have a page sent to themselves, to snooze an alert. */
export function reportRoutes(options: ReportOptions): Router {
  const { home, cube, state, visitors, noteExport, delivery = nothing } = options
  const router = Router()
  const body = express.json({ limit: '16kb' })
  const calendarOf = calendarsOf(cube, () => servedBuild(home)?.manifest.id ?? null)
  const plans = async (): Promise<Plan[]> => [
    ...delivery.plans,
    ...(await listReportSchedules(state)).map(planOfSchedule),
  ]
  router.get(
    '/reports',
    visitors.only(async ({ user }, _, response) => {
      const all = await plans()
      response.json(await reportsPage({ state, user, delivery, plans: all, calendarOf, now: new Date() }))
    }),
  )
  router.post(
    '/reports/schedules',
    body,
    visitors.only(async ({ user }, request, response) => {
      const { data: given } = newSchedule.safeParse(request.body)
      const build = servedBuild(home)
      const page = pagesWith(build?.manifest.extension ?? noPages).find(({ id }) => id === given?.page)
      const channel = delivery.channels.find(({ name, as }) => name === given?.channel && as === undefined)
      if (!given || !build || !page || !mayOpen(page, user.role) || !channel || channel.kind === 'webhook')
        throw fault(
          'schedule_invalid',
          400,
          'The schedule cannot be kept',
          `give a page that you may open, a channel and ${scheduleForms}`,
        )
      const { filters, formats, ...rest } = given
      const row = {
        ...rest,
        owner: user.name,
        filters: JSON.stringify(filters),
        formats: JSON.stringify(formats),
        timezone: build.manifest.company.timezone,
      }
      const id = await addReportSchedule(state, row)
      if (id === null)
        throw fault(
          'schedule_taken',
          409,
          `You have a schedule ${given.name} already`,
          'give it another name',
        )
      response.status(201).json({ id })
    }),
  )
  router.delete(
    '/reports/schedules/:id',
    visitors.only(async ({ user }, request, response) => {
      // An admin may stop anybody's.
      const owner = user.role === 'admin' ? undefined : user.name
      if (!(await removeReportSchedule(state, request.params.id ?? '', owner))) throw missing('schedule')
      response.json({ done: true })
    }),
  )
  router.get(
    '/reports/schedules/:id.yml',
    visitors.only(async ({ user }, request, response) => {
      const rows = await listReportSchedules(state, user.name)
      const row = rows.find(({ id }) => id === request.params.id)
      if (!row) throw missing('schedule')
      response
        .attachment('reports.yml')
        .type('text/yaml; charset=utf-8')
        .send(asConfig(planOfSchedule(row)))
    }),
  )
  router.get(
    '/reports/issues/:id',
    visitors.only(async ({ user }, request, response) => {
      const row = await findDelivery(state, request.params.id ?? '')
      // Whoever it was made for may open it, and nobody else.
      const issue = row?.recipient === user.name && row.issue !== null ? readIssue(home, row.issue) : null
      if (!issue) throw missing('issue')
      await noteExport(user.name, `issue ${issue.report} ${issue.period}`)
      sendPage(response, pageOfIssue(issue))
    }),
  )
  router.get(
    '/reports/preview/:id',
    visitors.only(async ({ user }, request, response) => {
      const build = servedBuild(home)
      const plan = (await plans()).find(({ id }) => id === request.params.id)
      if (!build || !plan || !(isFor(plan, user) || user.role === 'admin')) throw missing('report')
      const definition = definitionOf(plan, user.role, build.manifest.extension)
      const report = await renderReport({ definition, cube, user, build })
      await noteExport(user.name, `preview ${plan.id}`)
      sendPage(response, await report.page())
    }),
  )
  router.post(
    '/reports/alerts/:name/snooze',
    body,
    visitors.only(async ({ user }, request, response) => {
      const { data: given } = snoozing.safeParse(request.body)
      const alert = delivery.alerts.find(({ name }) => name === request.params.name)
      if (!alert || !given || !isFor(alert, user)) throw missing('alert')
      await snooze(state, alert.name, user.name, new Date(Date.now() + given.hours * 3_600_000))
      response.json({ done: true })
    }),
  )
  return router
}

const noPages = { model: [], tiles: [], pages: [], reports: [] }

/** A plan as `reports:` of the configuration can hold it. */
function asConfig(plan: Plan): string {
  const { id, title, content, filters, schedule, timezone, recipients, channels, formats } = plan
  const report = {
    name: id,
    title,
    page: content.name,
    filters,
    schedule,
    timezone,
    recipients,
    channels,
    formats,
  }
  return stringify({ reports: [report] })
}

/** A page of a report has its styles in it, and runs nothing. */
function sendPage(response: Response, html: string): void {
  response
    .set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'none'",
    )
    .type('html')
    .send(html)
}

const fault = (code: string, status: number, message: string, cure: string): CubeError =>
  new CubeError({ code, status, message, cure })

const missing = (what: string): CubeError =>
  new CubeError({ code: `${what}_unknown`, status: 404, message: `There is no such ${what} of yours` })
