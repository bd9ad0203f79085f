import type { Command } from 'commander'
import { catalogue } from '../../models/catalogue.ts'
import { nearest } from '../../pipelines/sources/nearest.ts'
import { CliError } from '../cli-error.ts'
import { type Lineage, readLineage } from '../lineage/lineage.ts'
import { stepsOf, treeOf } from '../lineage/tree.ts'
import { print, printJson } from '../terminal.ts'

interface LineageOptions {
  readonly up?: boolean
  readonly down?: boolean
  readonly json?: boolean
}

export function addLineage(command: Command): void {
  command
    .argument(
      '<name>',
      'a table (fct_opportunity), column (fct_opportunity.amount) or member (bookings.amount)',
    )
    .option('--up', 'only what it is made from')
    .option('--down', 'only what uses it')
    .option('--json', 'print it as JSON')
    .action(async (name: string, _, command: Command) => {
      const { up, down, json } = command.optsWithGlobals<LineageOptions>()
      const lineage = await readLineage()
      checkName(name, lineage)
      const wants = { up: up || !down, down: down || !up }
      if (json) printJson(asJson(name, lineage, wants))
      else print(asText(name, lineage, wants).join('\n'))
    })
}

interface Wants {
  readonly up: boolean
  readonly down: boolean
}

const graphOf = (name: string, { columns, tables }: Lineage) => (name.includes('.') ? columns : tables)

function asJson(name: string, lineage: Lineage, { up, down }: Wants): unknown {
  const graph = graphOf(name, lineage)
  const rows = lineage.rows.get(name.split('.')[0] ?? '')
  return {
    name,
    kind: graph.kindOf(name),
    ...(up && { up: stepsOf(graph, name, 'up'), rows: [...(rows ?? [])].sort() }),
    ...(down && { down: stepsOf(graph, name, 'down'), decidesRowsOf: decided(name, lineage) }),
  }
}

function asText(name: string, lineage: Lineage, { up, down }: Wants): string[] {
  const graph = graphOf(name, lineage)
  const section = (title: string, lines: readonly string[], none: string): string[] =>
    lines.length > 0 ? ['', title, ...lines] : ['', none]
  const lines = [name, ...meaning(name)]
  if (up) {
    lines.push(
      ...section(
        'Made from',
        treeOf(graph, name, 'up'),
        'Made from no column: a constant, a count, or given',
      ),
    )
    const rows = lineage.rows.get(name)
    if (rows?.size) lines.push('', 'Which rows there are is decided by', `  ${[...rows].sort().join(', ')}`)
  }
  if (down) {
    lines.push(...section('Used by', treeOf(graph, name, 'down'), 'Used by nothing'))
    const tables = decided(name, lineage)
    if (tables.length > 0) lines.push('', 'Decides which rows there are in', `  ${tables.join(', ')}`)
  }
  return lines
}

/** Tables whose rows a column decides: it stands in their conditions, joins or groups. */
function decided(name: string, { rows }: Lineage): readonly string[] {
  return [...rows]
    .filter(([, columns]) => columns.has(name))
    .map(([table]) => table)
    .sort()
}

function meaning(name: string): string[] {
  const [table = '', column] = name.split('.')
  const known = catalogue.get(table)
  const doc = column === undefined ? known?.grain : known?.columns[column]?.doc
  return doc === undefined ? [] : [`  ${doc}`]
}

function checkName(name: string, lineage: Lineage): void {
  const { ids } = graphOf(name, lineage)
  if (ids.includes(name)) return
  const close = nearest(name, ids)
  throw new CliError({
    code: 'name_unknown',
    message: `There is no table, column or member ${name}`,
    cure: close ? `did you mean ${close}?` : 'docs/models.md lists the tables and their columns',
  })
}
