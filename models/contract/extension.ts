/** How a figure is written: an amount of money, a share as per cent, days, or a plain number. */
export type FigureUnit = 'money' | 'percent' | 'days' | 'number'

/** A measure that a tile shows, with its words. */
export interface TileMeasure {
  /** As queries name it: `bookings.gross_margin`. */
  readonly member: string
  readonly title: string
  readonly unit: FigureUnit
}

/** A tile as data: one question to the semantic layer and a form to show the answer in. */
export interface TileSpec {
  readonly id: string
  readonly title: string
  /** kpi: one number; bars: the first measure by a dimension; columns: by month; table: all measures by a dimension. */
  readonly form: 'kpi' | 'bars' | 'columns' | 'table'
  readonly measures: readonly [TileMeasure, ...TileMeasure[]]
  /** Dimension that bars and tables are by, with its words. */
  readonly by?: { readonly member: string; readonly title: string } | undefined
  /** Time dimension that the page's period is of; without it the tile has none. */
  readonly time?: string | undefined
  readonly filters: readonly {
    readonly member: string
    readonly operator: 'equals'
    readonly values: readonly string[]
  }[]
  /** Which way is good, for the colour of a difference. */
  readonly better: 'more' | 'less' | 'neither'
  /** Members of the tile's view for the page's filters, where the view has them. */
  readonly territory?: string | undefined
  readonly method?: string | undefined
}

/** A page as data. Tiles are named by their ids, the product's own included. */
interface PageSpec {
  readonly id: string
  readonly title: string
  /** Who may open it; everybody where none are named. */
  readonly roles?: readonly ('rep' | 'manager' | 'analyst' | 'vp' | 'admin')[] | undefined
  readonly figures: readonly string[]
  readonly details: readonly { readonly tile: string; readonly width: 'half' | 'full' }[]
}

/** A report as data. */
interface ReportSpec {
  readonly name: string
  readonly title: string
  /** As in the address of a page, such as `last-quarter`; null for the running fiscal quarter. */
  readonly period: string | null
  readonly figures: readonly { readonly tile: string; readonly mayBeEmpty: boolean }[]
  readonly details: readonly { readonly tile: string; readonly mayBeEmpty: boolean }[]
}

/** A question that is kept under a name, so that a spreadsheet can ask it by an address. */
export interface SavedQuestion {
  /** As in `/api/questions/NAME.csv`. */
  readonly name: string
  readonly title: string
  /** One SELECT, as docs/sql.md has it. */
  readonly sql: string
}

/** A page with its filters, under a name. */
export interface ViewSpec {
  readonly name: string
  /** Id of the page. */
  readonly page: string
  /** As the address of the page has them: `{ period: last-year, method: Field }`. */
  readonly filters: Readonly<Record<string, string>>
}

/** What a team has laid over the product's own: the folder that `extend:` names, as a build was made with it. */
export interface Extension {
  /** Files of the Cube model, below the folder. */
  readonly model: readonly { readonly fileName: string; readonly content: string }[]
  readonly tiles: readonly TileSpec[]
  readonly pages: readonly PageSpec[]
  readonly reports: readonly ReportSpec[]
  /** Builds made before there were any have none. */
  readonly questions?: readonly SavedQuestion[]
  readonly views?: readonly ViewSpec[]
}

export const noExtension: Extension = { model: [], tiles: [], pages: [], reports: [] }
