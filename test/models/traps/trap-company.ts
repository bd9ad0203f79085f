import { TestCompany } from '../../support/test-company.ts'
import { LAST_DROP, type Records, type TrapFile } from './trap.ts'

const stages = ['Prospect', 'Talk', 'Offer', 'Won', 'Lost'].map((name, n) => ({
  ApiName: name,
  MasterLabel: name,
  IsActive: true,
  IsClosed: n > 2,
  IsWon: name === 'Won',
  SortOrder: n + 1,
}))

/** One company of the records of all traps: in New York, with a fiscal year from February, in USD. */
export function trapCompany(files: readonly TrapFile[]): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: America/New_York, fiscalYearStart: 2 }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  for (const [file, rows] of together([
    { [`${LAST_DROP}/OpportunityStage.csv`]: stages },
    ...files.map(({ records }) => records),
  ]))
    company.write(file, csv(rows))
  return company
}

function together(all: readonly Records[]): Map<string, Records[string][number][]> {
  const files = new Map<string, Records[string][number][]>()
  for (const [file, rows] of all.flatMap((records) => Object.entries(records)))
    files.set(file, [...(files.get(file) ?? []), ...rows])
  return files
}

function csv(rows: Records[string]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('')
}
