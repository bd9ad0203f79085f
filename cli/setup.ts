import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { RecordLinks } from '../dashboards/record-links.ts'
import type { Company } from '../models/contract/company.ts'
import { type Extension, noExtension } from '../models/contract/extension.ts'
import type { CustomField } from '../models/custom/custom-field.ts'
import type { State } from '../models/state/database.ts'
import { openState } from '../models/state/open-state.ts'
import { endOfCompanyDay } from '../pipelines/landing/company-day.ts'
import { DECISIONS, decisionsFolder, hasDecisions } from '../pipelines/run/decisions.ts'
import type { HeadlineLimits } from '../pipelines/run/headlines.ts'
import type { RunSource } from '../pipelines/run/run-options.ts'
import { hubspotSource } from '../pipelines/sources/hubspot/hubspot.ts'
import { mappedSource } from '../pipelines/sources/mapped/mapped.ts'
import { salesforceSource } from '../pipelines/sources/salesforce/salesforce.ts'
import { sampleCompany } from '../pipelines/sources/sample/company.ts'
import { sheetsSource } from '../pipelines/sources/sheets/sheets.ts'
import type { Source, SourceOptions, Written } from '../pipelines/sources/source.ts'
import { type Config, configPath, loadConfig } from './config.ts'
import { type ConfigFile, configSchema, type SourceConfig } from './config-schema.ts'
import { milliseconds } from './config-values.ts'
import { extensionOf } from './extension/extension-of.ts'
import { claimHome } from './home.ts'
import { homeFolder, modelDir } from './reading.ts'
import { type DeliverySettings, deliverySettings, noDelivery } from './reports/delivery-settings.ts'

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string
  readonly home?: string
}

/** Everything that a command works with. */
/** Measured on two cores: where a build has a million rows, one that begins as its copy takes as long as one made in whole. */
const REFRESH_FROM_ROWS = 1_000_000

export interface Setup {
  readonly home: string
  readonly company: Company
  readonly customFields: readonly CustomField[]
  readonly extension: Extension
  readonly sources: readonly RunSource[]
  /** True where the mix of activities tells the selling method of opportunities whose records do not. */
  readonly channelByActivities: boolean
  readonly sample: boolean
  /** The instant that stands for now: fixed for the sample company, whose exports end on a day. */
  readonly asOf?: Date
  readonly schedule: { readonly pipeline: string; readonly timezone: string }
  readonly memory: string
  readonly headlines: HeadlineLimits
  readonly server: ConfigFile['server']
  /** What leaves the house, where to and when. */
  readonly delivery: DeliverySettings
  readonly recordLinks: RecordLinks
  readonly keepBuilds: number
  readonly refreshFromRows: number
  readonly modelDir: string
  readonly state: Kysely<State>
}

/** Where the sample company's exports lie in a home. */
export const sampleFolder = (home: string): string => join(home, 'sample')

/** Reads the configuration and opens the home. Close `state` when done. */
export async function openSetup(
  options: CommonOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Setup> {
  const config = loadConfig(options.config, env)
  const home = await claimHome(homeFolder(options, env), config ? 'own' : 'sample')
  return withDecisions(await (config ? ownSetup(config, home) : sampleSetup(home)))
}

async function ownSetup(config: Config, home: string): Promise<Setup> {
  const { timezone } = config.company
  return {
    home,
    company: { ...config.company, calendars: config.calendars },
    customFields: config.customFields,
    extension: config.extend === undefined ? noExtension : await extensionOf(config, config.extend, home),
    sources: await Promise.all(config.sources.map((source) => sourceOf(source, config))),
    channelByActivities: config.channel?.default === 'activity-mix',
    sample: false,
    schedule: { pipeline: config.schedule.pipeline, timezone: config.schedule.timezone ?? timezone },
    memory: config.memory,
    headlines: headlineLimits(config.audits),
    server: serverOf(config),
    delivery: await deliverySettings(config),
    recordLinks: recordLinksOf(config),
    keepBuilds: config.keepBuilds,
    refreshFromRows: REFRESH_FROM_ROWS,
    modelDir,
    state: await openState(home),
  }
}

async function sampleSetup(home: string): Promise<Setup> {
  const folder = sampleFolder(home)
  const { timezone } = sampleCompany
  const defaults = configSchema.parse({ sources: [{ name: 'crm', kind: 'salesforce', path: folder }] })
  const freshness = { warn: milliseconds('24h'), error: milliseconds('48h') }
  const common = { loadedAt: 'folder', timezone } as const
  const until = sampleUntil(folder)
  return {
    home,
    company: { ...defaults.company, ...sampleCompany, calendars: [] },
    customFields: [],
    extension: noExtension,
    sources: [
      {
        ...salesforceSource({ ...common, name: 'crm', path: join(folder, 'crm') }),
        freshness,
        mode: 'delta',
        drift: 'accept',
      },
      {
        ...sheetsSource({ ...common, name: 'sheets', path: join(folder, 'sheets') }),
        freshness,
        mode: 'delta',
        drift: 'accept',
      },
    ],
    channelByActivities: false,
    sample: true,
    ...(until && { asOf: endOfCompanyDay(until, timezone) }),
    schedule: { pipeline: defaults.schedule.pipeline, timezone },
    memory: defaults.memory,
    headlines: headlineLimits(defaults.audits),
    server: defaults.server,
    delivery: noDelivery,
    recordLinks: [],
    keepBuilds: defaults.keepBuilds,
    refreshFromRows: REFRESH_FROM_ROWS,
    modelDir,
    state: await openState(home),
  }
}

/** A setup with what people decided within the product as a source of its own, from the first decision on; it is never stale. */
function withDecisions(setup: Setup): Setup {
  const { home, sources, company } = setup
  if (!hasDecisions(home) || sources.some(({ name }) => name === DECISIONS)) return setup
  const source = sheetsSource({
    name: DECISIONS,
    path: decisionsFolder(home),
    timezone: company.timezone,
    loadedAt: 'clock',
  })
  const freshness = { warn: Number.MAX_SAFE_INTEGER, error: Number.MAX_SAFE_INTEGER }
  return { ...setup, sources: [...sources, { ...source, freshness, mode: 'delta', drift: 'accept' }] }
}

/** The server's settings: those of a configuration, else the defaults. */
export function serverSettings(config: Config | null): ConfigFile['server'] {
  const probe = { name: 'none', kind: 'salesforce', path: '.' }
  return config ? serverOf(config) : configSchema.parse({ sources: [probe] }).server
}

/** How records of a configuration's CRMs are opened in them. Sheets have no records of their own. */
export const recordLinksOf = (config: Config | null): RecordLinks =>
  (config?.sources ?? [])
    .filter(({ kind }) => kind !== 'sheets')
    .map(({ name, crmUrl = null }) => ({ source: name, url: crmUrl }))

/** The server's settings, their files found from the configuration's folder. */
function serverOf(config: Config): ConfigFile['server'] {
  const { tls, tokens, ...rest } = config.server
  const isAddress = /^https?:/.test(tokens?.keys ?? '')
  return {
    ...rest,
    ...(tls && { tls: { cert: configPath(config, tls.cert), key: configPath(config, tls.key) } }),
    ...(tokens && { tokens: isAddress ? tokens : { ...tokens, keys: configPath(config, tokens.keys) } }),
  }
}

async function sourceOf(config: SourceConfig, file: Config): Promise<RunSource> {
  const common = {
    name: config.name,
    path: configPath(file, config.path),
    loadedAt: config.loadedAt,
    timezone: file.company.timezone,
    ...(config.delimiter !== undefined && { delimiter: config.delimiter }),
    ...(config.encoding !== undefined && { encoding: config.encoding }),
    ...(config.sheet !== undefined && { sheet: config.sheet }),
    ...writtenOf(config),
  }
  const freshness = { warn: milliseconds(config.freshness.warn), error: milliseconds(config.freshness.error) }
  const fetch =
    config.fetch === undefined ? {} : { fetch: { command: config.fetch, cwd: dirname(file.file) } }
  return {
    ...(await kindOf(config, file, common)),
    freshness,
    mode: config.mode,
    drift: config.drift,
    ...(config.owner !== undefined && { owner: config.owner }),
    ...fetch,
  }
}

async function kindOf(config: SourceConfig, file: Config, common: SourceOptions): Promise<Source> {
  switch (config.kind) {
    case 'salesforce':
      return salesforceSource({
        ...common,
        ...(file.channel?.from && { channelColumns: file.channel.from }),
        quotaPeriod: config.quotaPeriod,
      })
    case 'hubspot':
      return hubspotSource({ ...common, ...(file.channel?.from && { channelColumns: file.channel.from }) })
    case 'mapped':
      return mappedSource({ ...common, mapping: configPath(file, config.mapping) })
    case 'sheets':
      return sheetsSource(common)
  }
}

/** How people's dates and numbers are written, where the source says. */
function writtenOf({ dates, numbers, zone }: SourceConfig): { readonly written?: Written } {
  if (dates === undefined && numbers === undefined) return {}
  return {
    written: {
      ...(dates !== undefined && { dates }),
      ...(numbers !== undefined && { numbers }),
      ...(zone !== undefined && { zone }),
    },
  }
}

/** The last company day that the sample's exports know of, or null before they are written. */
export function sampleUntil(folder: string): string | null {
  const truth = join(folder, 'truth.json')
  if (!existsSync(truth)) return null
  return (JSON.parse(readFileSync(truth, 'utf8')) as { settings: { until: string } }).settings.until
}

function headlineLimits({ headlines }: ConfigFile['audits']): HeadlineLimits {
  return { ...headlines, tolerance: Number.parseFloat(headlines.tolerance) / 100 }
}
