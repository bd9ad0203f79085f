import type { EntityName } from '../../models/contract/index.ts'
import type { EntityFeed } from '../../models/contract/ops/build-manifest.ts'
import { hubspotObjects } from './hubspot/objects.ts'
import { salesforceObjects } from './salesforce/objects.ts'
import { sheetKinds } from './sheets/kinds.ts'
import { sheetReading } from './sheets/sheets.ts'
import type { FieldRule, Reading } from './source.ts'

/** Something that can be read into an entity: an object of a CRM, or a sheet. */
export interface Feed {
  readonly source: 'Salesforce' | 'HubSpot' | 'Sheets'
  readonly object: string
  readonly reading: Reading
}

/** The headers that a rule looks for; a constant looks for none. A HubSpot property is named once. */
export function headersOf(rule: FieldRule | undefined): string[] {
  const found = new Set<string>(rule?.sql ? [] : rule?.from)
  // Asked as by a file that has every column, and again as by one that has none: rules may look further then.
  rule?.sql?.((header) => {
    found.add(header)
    return header
  })
  rule?.sql?.((header) => {
    found.add(header)
    return undefined
  })
  const shortened = [...found].map((header) => header.replace(/^(properties\.|property_)/, ''))
  return [...new Set(shortened)]
}

/** Every object of a CRM and every sheet that the built-in sources read. */
export function allFeeds(): Feed[] {
  const salesforce = salesforceObjects({ channelColumns: ['Sales_Method__c'], quotaPeriod: 'month' })
  const hubspot = hubspotObjects({ file: 'UTC', company: 'UTC' }, ['sales_method'])
  const seen = new Set<Reading>()
  const named = (source: Feed['source'], objects: Readonly<Record<string, Reading>>): Feed[] =>
    Object.entries(objects).flatMap(([object, reading]) => {
      // Plural names stand for the same reading.
      if (seen.has(reading)) return []
      seen.add(reading)
      return [{ source, object, reading }]
    })
  return [
    ...named('Salesforce', salesforce),
    ...named('HubSpot', hubspot),
    ...sheetKinds.map(
      (kind): Feed => ({
        source: 'Sheets',
        object: `${kind.files[0]}`,
        reading: sheetReading(kind, 'UTC'),
      }),
    ),
  ]
}

/** Files that a hint names: enough to see how files are called. */
const FILES_NAMED = 2

/**
 * Where records of an entity may come from: the configured sources whose kind reads it, and a sheet. Where no
 * kind of them does, a mapping can, or else another CRM.
 */
export function entityFeeds(
  entity: EntityName,
  sources: readonly { readonly name: string; readonly kind: string }[],
): readonly EntityFeed[] {
  const built = builtInFiles(entity)
  const configured = sources.flatMap(({ name, kind }): EntityFeed[] => {
    const files = built.get(kind)
    return files ? [{ files, kind, source: name }] : []
  })
  const sheet = sources.some(({ kind }) => kind === 'sheets') ? undefined : built.get('sheets')
  const direct = [...configured, ...(sheet ? [{ files: sheet, kind: 'sheets', source: null }] : [])]
  if (direct.length > 0) return direct
  const mapped = sources.filter(({ kind }) => kind === 'mapped')
  if (mapped.length > 0)
    return mapped.map(({ name, kind }) => ({ files: [`${entity}.csv`], kind, source: name }))
  return [...built].map(([kind, files]) => ({ files, kind, source: null }))
}

/** Names of files that the built-in kinds read into an entity, by kind. */
function builtInFiles(entity: EntityName): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  // Replication tools name every engagement's table so; exports have shorter names for the same.
  for (const { source, object } of readFeeds().filter(
    ({ reading, object }) => reading.entity === entity && !object.startsWith('Engagement'),
  )) {
    const kind = source.toLowerCase()
    files.set(kind, [...(files.get(kind) ?? []), `${object}.csv`].slice(0, FILES_NAMED))
  }
  return files
}

let feeds: readonly Feed[] | undefined
/** The built-in feeds, made once: they are the same in every run. */
const readFeeds = (): readonly Feed[] => {
  feeds ??= allFeeds()
  return feeds
}
