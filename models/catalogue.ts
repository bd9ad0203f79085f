import type { Columns } from './column.ts'
import { companyColumns } from './contract/build-company.ts'
import { landedColumns, shownColumns } from './contract/entity.ts'
import { fiscalCalendarColumns } from './contract/fiscal-calendar.ts'
import { contract } from './contract/index.ts'
import { opsTables } from './contract/ops/index.ts'
import { forecastRecords } from './forecast/forecast-made.ts'
import { models } from './index.ts'
import type { Model } from './model.ts'

/** A table that models or people read: a model's, or one that the pipelines hand to them. */
export interface CatalogueTable {
  readonly name: string
  readonly kind: 'landed' | 'settings' | 'work' | Model['layer']
  /** What one row stands for. */
  readonly grain: string
  readonly key: readonly string[]
  readonly columns: Columns
}

const settings: readonly CatalogueTable[] = [
  {
    name: 'company',
    kind: 'settings',
    grain: 'the one company, as salesops.yml describes it, and the instant that stands for now',
    key: ['company_name'],
    columns: companyColumns,
  },
  {
    name: 'fiscal_calendar',
    kind: 'settings',
    grain: "one row a fiscal calendar, the company's own first",
    key: ['calendar'],
    columns: fiscalCalendarColumns,
  },
]

/** Every table by name: landed entities, settings, models, then tables about the work itself. */
export const catalogue: ReadonlyMap<string, CatalogueTable> = new Map(
  [
    ...Object.values(contract).map(
      ({ name, grain, key, columns }): CatalogueTable => ({
        name: `landed_${name}`,
        kind: 'landed',
        grain: `one version of ${grain}`,
        key: ['_source', '_drop', '_file', '_record', ...key],
        columns: { ...columns, ...landedColumns, ...shownColumns },
      }),
    ),
    ...forecastRecords.map((table): CatalogueTable => ({ ...table, kind: 'landed' })),
    ...settings,
    ...models.map(({ name, layer, grain, key, columns }) => ({ name, kind: layer, grain, key, columns })),
    ...Object.values(opsTables).map((table): CatalogueTable => ({ ...table, kind: 'work' })),
  ].map((table) => [table.name, table] as const),
)
