import type { Column } from '../../models/column.ts'
import type { Entity } from '../../models/contract/entity.ts'
import { contract, type EntityName, entityNames } from '../../models/contract/index.ts'
import { allFeeds, type Feed, headersOf } from '../../pipelines/sources/feeds.ts'
import { escaped } from './escaped.ts'

/** `docs/sources.md`: every canonical entity and column, and which headers feed it. */
export function sourcesPage(): string {
  const feeds = allFeeds()
  return `${[intro, contents(), ...entityNames.map((name) => section(name, feeds))].join('\n\n')}\n`
}

const intro = `# What is read from which source

<!-- Written by npm run docs:sources from models/contract/ and pipelines/sources/; do not edit. -->

Every source is read into the same entities. A landed record is one version of one thing, as one file told it.
Headers are found in any order, in any case, with or without \`_\` and spaces between their words; in HubSpot
also as \`properties.name\` (pages of the API) and \`property_name\` (tables of replication tools). Where several are
named, the first that the file has counts. Columns of a file that no field reads are kept with the record; they can be
declared as dimensions with \`customFields:\`, as the README shows.

A field that is **required** must be filled: a record without it is quarantined, and a file without its column is
not landed at all. Dates are ISO (\`2026-11-24\`), times ISO with \`Z\` or an offset, numbers plain (\`-1234.56\`)
unless the source says otherwise with \`dates:\` and \`numbers:\`. Fields for which no header is named can be filled
by a mapping (\`kind: mapped\`).`

function contents(): string {
  const rows = entityNames.map((name) => {
    const entity: Entity = contract[name]
    return `| [${name}](#${name}) | ${entity.grain} | ${entity.key.map((key) => `\`${key}\``).join(', ')} |`
  })
  return ['| entity | one record is | key |', '| --- | --- | --- |', ...rows].join('\n')
}

function section(name: EntityName, feeds: readonly Feed[]): string {
  const entity: Entity = contract[name]
  const mine = feeds.filter(({ reading }) => reading.entity === name)
  const rows = Object.entries(entity.columns).map(([column, definition]) => row(column, definition, mine))
  return [
    `## ${name}`,
    `One record is ${entity.grain}. ${readFrom(mine)}`,
    ['| column | type | required | meaning | headers |', '| --- | --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
  ].join('\n\n')
}

function readFrom(feeds: readonly Feed[]): string {
  const bySource = new Map<string, string[]>()
  for (const { source, object } of feeds) bySource.set(source, [...(bySource.get(source) ?? []), object])
  const parts = [...bySource].map(([source, objects]) => `${source}: ${objects.join(', ')}`)
  return parts.length ? `Read from ${parts.join('; ')}.` : 'Read by a mapping only.'
}

function row(name: string, column: Column, feeds: readonly Feed[]): string {
  const headers = new Map<string, Set<string>>()
  for (const { source, reading } of feeds) {
    const named = headers.get(source) ?? new Set()
    for (const header of headersOf(reading.fields[name])) named.add(header)
    headers.set(source, named)
  }
  const fed = [...headers]
    .filter(([, named]) => named.size > 0)
    .map(([source, named]) => `${source}: ${[...named].map((header) => `\`${header}\``).join(', ')}`)
  return `| \`${name}\` | ${column.type} | ${column.nullable ? '' : 'yes'} | ${escaped(column.doc)} | ${escaped(fed.join('; '))} |`
}
