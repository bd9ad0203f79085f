import type { EntityName } from '../../models/contract/index.ts'

/** How numbers are written in a file, where they are not plain (`-1234.56`). */
export interface NumberForm {
  /** Decimal mark; `.` unless told. */
  readonly decimal?: '.' | ','
  /** Mark between groups of three digits; none unless told. */
  readonly thousands?: string
  /** True where `1.23E7` is a number. */
  readonly exponent?: boolean
  /** Sign or code of a currency that may stand before or after the number. */
  readonly currency?: string
  /** True where a number in parentheses is negative. */
  readonly parentheses?: boolean
}

/**
 * Finds the SQL of a file's column by its header; undefined where the file has no such column.
 * The column is VARCHAR, without spaces around it, and NULL where the cell is empty.
 */
export type ColumnSql = (header: string) => string | undefined

/** Where a field's value comes from in a file, and how it is written there. */
export interface FieldRule {
  /** Headers to look for, the first that the file has wins; letter case, `_` and spaces do not matter. */
  readonly from?: readonly string[]
  /** The same value in every record. */
  readonly constant?: string
  /** Cell -> value; `*` stands for every other cell that is not empty. Without `*` others stay as they are. */
  readonly values?: Readonly<Record<string, string>>
  /** Cells that mean "not known". */
  readonly nulls?: readonly string[]
  readonly number?: NumberForm
  /** strptime form of dates and times, where they are not ISO. */
  readonly dateFormat?: string
  /** IANA zone of times that carry no offset; UTC unless told. */
  readonly zone?: string
  /** True where a time after a date may be dropped, with a warning: the CRM is known to mean the day. */
  readonly dropTime?: boolean
  /** Smallest and largest value, as written in the file. */
  readonly range?: readonly [number, number]
  /** Divides a number as written by this: 100 for percents. */
  readonly divideBy?: number
  /** Multiplies a number as written by this: 60 for minutes. */
  readonly times?: number
  /** `salesforce`: a 15-character id is completed to its 18-character form. */
  readonly id?: 'salesforce'
  /** For built-in sources: SQL over the file's columns, VARCHAR; undefined where the file lacks what it needs. */
  readonly sql?: (column: ColumnSql) => string | undefined
}

/** One entity read out of a file. */
export interface Reading {
  readonly entity: EntityName
  readonly fields: Readonly<Partial<Record<string, FieldRule>>>
}

/** A folder of drops and the rules to read it by. */
export interface Source {
  readonly name: string
  readonly kind: 'salesforce' | 'hubspot' | 'mapped' | 'sheets'
  /** The folder of drops. */
  readonly path: string
  /** `folder`: a drop named `YYYY-MM-DD` says when its records became known; `clock`: now. */
  readonly loadedAt: 'clock' | 'folder'
  /** The company's IANA zone, in which a drop's day ends. */
  readonly timezone: string
  /** Mark between cells; told by the header unless given. */
  readonly delimiter?: string
  /** Code page of texts that are not UTF-8, such as `windows-874`; told by the bytes unless given. */
  readonly encoding?: string
  /** Sheet of workbooks; the first that is shown unless given. */
  readonly sheet?: string
  /** True where the source means 50 by a cell of a workbook that shows 50%, not 0.5. */
  readonly percentSigns?: true
  /**
   * Lists inside the records of a JSON file that are read as files of their own. With `propertiesWithHistory`,
   * `deals.json` comes once more as `deals.json#propertiesWithHistory`: a record for each element of its lists,
   * with `parent.id` and the parent's other plain values, `property` (the list's key) and the element's own keys.
   */
  lists?(fileName: string): readonly string[]
  /**
   * How to read a file by its name: undefined where it is of no known object, empty where it is left out on
   * purpose. Where the name does not tell, the header does; without a header the readings are a guess.
   */
  readings(fileName: string, header?: readonly string[]): readonly Reading[] | undefined
  /** Changes whenever the rules do. */
  readonly rulesHash: string
}

/** What every kind of source is made of. */
export interface SourceOptions {
  readonly name: string
  readonly path: string
  readonly loadedAt?: 'clock' | 'folder'
  readonly timezone: string
  readonly delimiter?: string
  readonly encoding?: string
  readonly sheet?: string
  /** How people's dates and numbers are written, where the files hold such. */
  readonly written?: Written
}

/** How dates and numbers are written in files that were made for people, besides the ISO and plain forms. */
export interface Written {
  /** A strptime form, or a BCP 47 locale such as `de-DE`; `excel` for serial numbers of days. */
  readonly dates?: string
  /** A BCP 47 locale, or the form itself. */
  readonly numbers?: string | NumberForm
  /** IANA zone of times so written; the company's unless told. */
  readonly zone?: string
}
