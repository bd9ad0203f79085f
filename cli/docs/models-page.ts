import { auditsOf } from '../../models/audits.ts'
import { tablesOf } from '../../models/build-order.ts'
import { type CatalogueTable, catalogue } from '../../models/catalogue.ts'
import type { Column } from '../../models/column.ts'
import { models } from '../../models/index.ts'
import { queryBuilder } from '../../models/warehouse/query-builder.ts'
import { escaped } from './escaped.ts'

/** `docs/models.md`: every table of the warehouse, what it means, what it reads and how it is audited. */
export function modelsPage(): string {
  const sections = groups.flatMap(({ kind, title, about }) => {
    const tables = [...catalogue.values()].filter((table) => table.kind === kind)
    return [`## ${title}`, about, contents(tables), ...tables.map(section)]
  })
  return `${[intro, ...sections].join('\n\n')}\n`
}

const intro = `# The tables of the warehouse

<!-- Written by npm run docs:models from models/; do not edit. -->

A build is a DuckDB file with the dimensions, facts, marts, settings and tables about the work below; staging and
intermediate tables serve its making only. What is landed, and from which headers, is in [sources.md](sources.md).
\`salesops lineage TABLE.COLUMN\` says where a column comes from and what uses it. Amounts are \`DECIMAL(18,6)\`,
rates \`DECIMAL(18,9)\`; a timestamp is in UTC, a date is a company day.

Every table of a model is held against its columns and types, and its key must identify a row. Besides, columns
that are required must be filled, those with listed values hold no others, and those that join another table find
their row there. An error keeps a build from being published; a warning is shown.`

const groups: readonly { kind: CatalogueTable['kind']; title: string; about: string }[] = [
  { kind: 'dimension', title: 'Dimensions', about: 'What numbers are told by.' },
  { kind: 'fact', title: 'Facts', about: 'What happened, at its finest grain.' },
  { kind: 'mart', title: 'Marts', about: 'Facts brought together at a common grain, ready to be asked.' },
  { kind: 'settings', title: 'Settings', about: 'What salesops.yml says; models read "now" only here.' },
  { kind: 'work', title: 'The work itself', about: 'What landed, what did not, and how the audits went.' },
  {
    kind: 'staging',
    title: 'Staging',
    about: 'The newest version of each landed record; in columns what is landed.',
  },
  { kind: 'intermediate', title: 'Intermediate', about: 'Steps between staging and the star schema.' },
]

function contents(tables: readonly CatalogueTable[]): string {
  return [
    '| table | one row is | key |',
    '| --- | --- | --- |',
    ...tables.map(
      ({ name, grain, key }) => `| [${name}](#${name}) | ${escaped(withoutOneRow(grain))} | ${listed(key)} |`,
    ),
  ].join('\n')
}

const withoutOneRow = (grain: string): string => grain.replace(/^one row /, '')

const db = queryBuilder()

function section(table: CatalogueTable): string {
  const { name, grain, key, columns } = table
  const model = models.find((it) => it.name === name)
  const reads = model ? [...tablesOf(model.query(db))].sort() : []
  const own = model?.audits ?? []
  return [
    `### ${name}`,
    `Grain: ${grain}. Key: ${listed(key)}.${reads.length > 0 ? ` Reads ${reads.map(link).join(', ')}.` : ''}`,
    [
      '| column | type | required | meaning |',
      '| --- | --- | --- | --- |',
      ...Object.entries(columns).map(([column, definition]) => row(column, definition)),
    ].join('\n'),
    ...(model
      ? [
          `Audits: ${auditsOf(model).length}${own.length > 0 ? ', its own being' : ', all of them told by its columns.'}`,
        ]
      : []),
    ...(own.length > 0 ? [own.map((audit) => `- ${audit.severity}: ${audit.name}`).join('\n')] : []),
  ].join('\n\n')
}

function row(name: string, { type, nullable, doc, values, references }: Column): string {
  const [table] = references?.split('.') ?? []
  const meaning = [
    escaped(doc),
    ...(values ? [`one of ${values.map((value) => `\`${value}\``).join(', ')}`] : []),
    ...(table ? [`joins ${link(table)}`] : []),
  ]
  return `| \`${name}\` | ${type} | ${nullable ? '' : 'yes'} | ${meaning.join('; ')} |`
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

function link(table: string): string {
  return table.startsWith('landed_')
    ? `[${table}](sources.md#${table.replace('landed_', '')})`
    : `[${table}](#${table})`
}
