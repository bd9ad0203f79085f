import type { Cube, CubeUser } from '../cube/server.ts'
import type { Company } from '../models/contract/company.ts'
import { type Extension, noExtension } from '../models/contract/extension.ts'
import type { BuildManifest, SourceStatus } from '../models/contract/ops/build-manifest.ts'
import type { RecordLinks } from './record-links.ts'
import { type Calendar, calendarQueries, toCalendar } from './tiles/calendar.ts'
import { companyDay } from './tiles/day.ts'

interface AuditSummary {
  readonly passed: number
  /** Warnings; an error that failed has kept the build from being published. */
  readonly warnings: readonly { readonly model: string; readonly audit: string; readonly failures: number }[]
}

/** What pages and reports say about the build that they show. */
export interface Context {
  readonly company: Company
  readonly build: { readonly id: string; readonly asOf: string; readonly publishedAt: string }
  readonly sample: boolean
  readonly sources: readonly SourceStatus[]
  readonly entities: BuildManifest['entities']
  readonly audits: AuditSummary
  readonly quarantined: number
  readonly calendar: Calendar
  /** Tiles, pages and views of a team's own. */
  readonly extension: Extension
}

/** A context as a page has it: with whose eyes it is looked at. */
export interface ReaderContext extends Context {
  readonly reader: Pick<CubeUser, 'role' | 'repId'>
  readonly recordLinks: RecordLinks
}

/** A published build: what it is and since when it is served. */
export interface ServedBuild {
  readonly manifest: BuildManifest
  readonly publishedAt: string
}

/** Asks the semantic layer for the build's calendar and puts the rest of the context beside it. */
export async function contextOf(
  build: ServedBuild,
  cube: Pick<Cube, 'load'>,
  user: CubeUser,
): Promise<Context> {
  const { manifest, publishedAt } = build
  const { company, id, asOf, sample, sources, entities, audits, extension = noExtension } = manifest
  const today = companyDay(new Date(asOf), company.timezone)
  const queries = calendarQueries(today)
  const [quarters, closings] = await Promise.all([
    cube.load(queries.quarters, user, id),
    cube.load(queries.closings, user, id),
  ])
  return {
    company,
    build: { id, asOf, publishedAt },
    sample,
    sources,
    entities,
    audits: {
      passed: audits.filter(({ passed }) => passed).length,
      warnings: audits
        .filter(({ passed }) => !passed)
        .map(({ model, audit, failures }) => ({ model, audit, failures })),
    },
    quarantined: sources.reduce((sum, { quarantined }) => sum + quarantined, 0),
    // Reports and the model are the server's.
    extension: {
      ...noExtension,
      tiles: extension.tiles,
      pages: extension.pages,
      ...(extension.views && { views: extension.views }),
    },
    calendar: toCalendar(today, { quarters: quarters.data, closings: closings.data }),
  }
}
