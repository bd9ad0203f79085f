import { rulesHash } from '../../landing/part.ts'
import { fileName, fileObject } from '../file-object.ts'
import type { Reading, Source, SourceOptions } from '../source.ts'
import { asWritten } from '../written.ts'
import { hubspotObjects, nestedLists, otherObjects } from './objects.ts'

export interface HubspotOptions extends SourceOptions {
  /** Properties that tell the selling method, the first that the file has wins. */
  readonly channelColumns?: readonly string[]
}

/** Columns that only one object has, for exports that are named after a view of the user's. */
const marks: readonly (readonly [column: string, object: string])[] = [
  ['dealstage', 'Deal'],
  ['dealname', 'Deal'],
  ['companydomainname', 'Company'],
  ['companyname', 'Company'],
  ['firstname', 'Contact'],
]

/**
 * Exports of HubSpot: CSV with its labels, pages of its API as JSON or JSONL, and the tables of replication
 * tools. A file belongs to the object that its name begins with, in the singular or the plural.
 */
export function hubspotSource(options: HubspotOptions): Source {
  const { channelColumns = ['sales_method'], written, loadedAt = 'clock', timezone, ...rest } = options
  const technical = hubspotObjects({ file: 'UTC', company: timezone }, channelColumns)
  const labelled = Object.fromEntries(
    Object.entries(
      hubspotObjects({ file: written?.zone ?? timezone, company: timezone }, channelColumns),
    ).map(([name, reading]): [string, Reading] => [name, asWritten(reading, written, timezone)]),
  )
  const names = [...Object.keys(technical), ...otherObjects]
  const readings = (file: string, header: readonly string[] = []): readonly Reading[] | undefined => {
    const list = fileName(file)?.list
    const found = fileObject(file, names) ?? (isViewExport(file) ? objectOf(header) : undefined)
    const object = found !== undefined && list ? listsOf(found)[list] : found
    if (object === undefined) return undefined
    const reading = (isTechnical(header) ? technical : labelled)[object]
    return reading && [reading]
  }
  return {
    ...rest,
    timezone,
    kind: 'hubspot',
    loadedAt,
    readings,
    lists: (file) => {
      const object = isJson(file) ? fileObject(file, names) : undefined
      return object === undefined ? [] : Object.keys(listsOf(object))
    },
    rulesHash: rulesHash([...Object.values(technical), ...Object.values(labelled)]),
  }
}

/** The lists of an object, named in the singular or the plural. */
function listsOf(object: string): Readonly<Record<string, string>> {
  return (
    nestedLists[object] ??
    nestedLists[object.replace(/s$/, '')] ??
    nestedLists[object.replace(/ies$/, 'y')] ??
    {}
  )
}

/** True for the API's pages and the tables of replication tools, whose times are UTC. */
function isTechnical(header: readonly string[]): boolean {
  return header.some((name) =>
    /^(properties\.|property_|_fivetran_|createdAt$|updatedAt$|parent\.|stage_id$)/.test(name),
  )
}

function isJson(file: string): boolean {
  return ['json', 'jsonl', 'ndjson'].includes(fileName(file)?.format ?? '')
}

function isViewExport(file: string): boolean {
  return /^hubspot[_ -]crm[_ -]exports?/i.test(file)
}

function objectOf(header: readonly string[]): string {
  const columns = new Set(header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')))
  return marks.find(([column]) => columns.has(column))?.[1] ?? 'Deal'
}
