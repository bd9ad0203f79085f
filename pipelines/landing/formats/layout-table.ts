import { filledCount, findHeader, type Layout, LayoutFinder, type Row, withoutArrow } from './layout.ts'
import type { GateWarning, NotRecords, Table } from './table.ts'
import { CsvWriter } from './write-csv.ts'

/** A table with the lines that are no records left out. */
export interface LaidOut extends Table {
  readonly notRecords: NotRecords
  readonly warnings: readonly GateWarning[]
}

const headRows = 60

/**
 * Writes the rows of a sheet or report as a tidy copy. Banner, totals and footer are counted apart, and groups
 * are filled down. `rows` is called three times, and begins with the header where the banner above it is given;
 * undefined where no row holds a header.
 */
export async function rowsToCsv(
  rows: () => AsyncGenerator<Row>,
  copy: string,
  given?: readonly string[],
): Promise<LaidOut | undefined> {
  const head = await firstRows(rows)
  const at = given ? 0 : findHeader(head, Math.max(0, ...head.map(filledCount)))
  const header = head[at]
  if (!header) return undefined
  const banner = given ?? head.slice(0, at).map((cells) => cells.filter((cell) => cell.trim()).join(' '))
  const finder = new LayoutFinder(header, banner)
  for await (const row of after(rows(), at)) finder.add(row)
  const layout = finder.finish()
  const writer = new CsvWriter(copy)
  let filled = 0
  try {
    filled = await writeRows(after(rows(), at), header, layout, writer)
  } finally {
    await writer.close()
  }
  return {
    header: span(header, layout).map(withoutArrow),
    records: layout.records,
    broken: layout.broken,
    longest: writer.longest,
    notRecords: { banner: banner.length, ...layout.counts },
    warnings: filled ? [filledDown(filled, layout, header)] : [],
  }
}

async function writeRows(
  rows: AsyncGenerator<Row>,
  header: readonly string[],
  layout: Layout,
  writer: CsvWriter,
): Promise<number> {
  await writer.write(0, span(header, layout))
  let at = -1
  let record = 0
  let filled = 0
  const group = new Map<number, string>()
  for await (const row of rows) {
    at++
    if (layout.notRecords.has(at)) continue
    record++
    if (row.broken) continue
    const cells = [...row.cells]
    for (const [i, column] of layout.groups.entries()) {
      const cell = cells[column]?.trim() ?? ''
      if (cell !== '') {
        group.set(column, cell)
        for (const inner of layout.groups.slice(i + 1)) group.delete(inner)
      } else if (group.has(column)) {
        cells[column] = group.get(column) ?? ''
        filled++
      }
    }
    await writer.write(record, span(cells, layout))
  }
  return filled
}

function span(cells: readonly string[], { firstColumn, lastColumn }: Layout): string[] {
  return Array.from({ length: lastColumn - firstColumn + 1 }, (_, i) => cells[firstColumn + i] ?? '')
}

async function firstRows(rows: () => AsyncGenerator<Row>): Promise<(readonly string[])[]> {
  const head: (readonly string[])[] = []
  for await (const { cells } of rows()) if (head.push(cells) === headRows) break
  return head
}

async function* after(rows: AsyncGenerator<Row>, header: number): AsyncGenerator<Row> {
  let at = -1
  for await (const row of rows) if (++at > header) yield row
}

function filledDown(count: number, { groups }: Layout, header: readonly string[]): GateWarning {
  const names = groups.map((column) => withoutArrow(header[column] ?? '')).join(', ')
  return {
    code: 'filled_down',
    count,
    text: `${count} empty ${count === 1 ? 'cell' : 'cells'} of ${names} took the value of their group`,
  }
}
