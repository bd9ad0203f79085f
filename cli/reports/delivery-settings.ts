import { readFileSync } from 'node:fs'
import type { AlertRule } from '../../dashboards/alerts/alert.ts'
import type { ReportDefinition } from '../../dashboards/reports/definition.ts'
import type { Channel } from '../../dashboards/reports/deliver/channel.ts'
import type { Plan } from '../../dashboards/reports/deliver/plan.ts'
import { scheduleWords } from '../../dashboards/reports/schedule/schedule.ts'
import { CliError } from '../cli-error.ts'
import { type Config, configPath } from '../config.ts'
import { milliseconds } from '../config-values.ts'
import type { AlertConfig, ChannelConfig, ReportConfig } from '../delivery-schema.ts'

/** What leaves the house, where to and when. */
export interface DeliverySettings {
  readonly channels: readonly Channel[]
  readonly plans: readonly Plan[]
  readonly alerts: readonly AlertRule[]
}

/** Nothing leaves the house. */
export const noDelivery: DeliverySettings = { channels: [], plans: [], alerts: [] }

/** What a configuration sends. @throws CliError where it names what there is not */
export async function deliverySettings(config: Config | null): Promise<DeliverySettings> {
  if (!config) return noDelivery
  const names = new Set(config.channels.map(({ name }) => name))
  for (const { name, channels } of [...config.reports, ...config.alerts]) {
    const unknown = channels.find((one) => !names.has(one))
    if (unknown !== undefined)
      throw invalid(
        `${config.file}: ${name} goes to the channel ${unknown}, which there is not`,
        names.size > 0 ? `the channels are ${[...names].join(', ')}` : 'name one under channels:',
      )
  }
  const calendars = new Set(['standard', ...config.calendars.map(({ name }) => name)])
  return {
    channels: config.channels.map((channel) => channelOf(channel, config)),
    plans: await plansOf(config, calendars),
    alerts: config.alerts.map((alert) => alertOf(alert, config)),
  }
}

function channelOf(channel: ChannelConfig, config: Config): Channel {
  if (channel.kind === 'file') return { ...channel, folder: configPath(config, channel.folder) }
  if (channel.kind === 'webhook') return channel
  const { ca, ...rest } = channel
  return ca === undefined ? rest : { ...rest, ca: readFileSync(configPath(config, ca), 'utf8') }
}

/** The reports of a configuration. What they take from a report's definition is loaded only for them. */
async function plansOf(config: Config, calendars: ReadonlySet<string>): Promise<Plan[]> {
  if (config.reports.length === 0) return []
  const { reports } = await import('../../dashboards/reports/definitions/index.ts')
  return config.reports.map((report) => {
    const of = report.page === undefined ? reports.get(report.report ?? report.name) : undefined
    return planOf(report, { config, calendars, of })
  })
}

interface Around {
  readonly config: Config
  readonly calendars: ReadonlySet<string>
  readonly of: ReportDefinition | undefined
}

function planOf(report: ReportConfig, { config, calendars, of }: Around): Plan {
  const { name, title = null, page, freshness } = report
  if (page !== undefined && report.report !== undefined)
    throw invalid(`${config.file}: the report ${name} names a report and a page`, 'leave one of them out')
  if (!calendars.has(report.calendar))
    throw invalid(
      `${config.file}: the report ${name} is by the calendar ${report.calendar}, which there is not`,
      `the calendars are ${[...calendars].join(', ')}`,
    )
  const content =
    page === undefined
      ? ({ kind: 'report', name: report.report ?? name } as const)
      : ({ kind: 'page', name: page } as const)
  const schedule = report.schedule ?? (of?.schedule ? scheduleWords(of.schedule) : undefined)
  if (schedule === undefined)
    throw invalid(`${config.file}: the report ${name} has no schedule`, 'give it one such as "monday 07:00"')
  return {
    id: name,
    title,
    content,
    filters: report.filters,
    schedule,
    timezone: report.timezone ?? config.company.timezone,
    calendar: report.calendar,
    language: report.language ?? null,
    recipients: report.recipients,
    audience: report.audience ?? of?.audience.roles ?? null,
    channels: report.channels,
    formats: report.formats,
    freshness: Object.fromEntries(Object.entries(freshness).map(([of, age]) => [of, milliseconds(age)])),
    owner: report.owner ?? null,
    isOwn: false,
  }
}

const share = (text: string): number => Number.parseFloat(text) / 100

function alertOf(alert: AlertConfig, config: Config): AlertRule {
  const { when, quiet = null, title, owner, time, period, timezone, ...rest } = alert
  return {
    ...rest,
    title: title ?? alert.name,
    owner: owner ?? null,
    timezone: timezone ?? config.company.timezone,
    quiet,
    time: time ?? null,
    period: period ?? null,
    when: conditionOf(when),
  }
}

function conditionOf(when: AlertConfig['when']): AlertRule['when'] {
  if ('below' in when) return { kind: 'below', limit: when.below, clear: when.until ?? when.below }
  if ('above' in when) return { kind: 'above', limit: when.above, clear: when.until ?? when.above }
  const [kind, said] = 'falls' in when ? (['falls', when.falls] as const) : (['rises', when.rises] as const)
  const limit = share(said)
  return { kind, limit, clear: when.until === undefined ? limit : share(when.until), weeks: when.weeks }
}

const invalid = (message: string, cure: string): CliError =>
  new CliError({ code: 'config_invalid', message, cure })
