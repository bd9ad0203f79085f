import type { Column } from '../../../models/column.ts'
import { contract } from '../../../models/contract/index.ts'
import { rulesHash } from '../../landing/part.ts'
import { fileName } from '../file-object.ts'
import type { FieldRule, Reading, Source, SourceOptions } from '../source.ts'
import { asWritten, throughSql } from '../written.ts'
import { type SheetKind, sheetKinds } from './kinds.ts'

/**
 * Sheets that sales operations keep beside the CRM: quotas, territories and their rules, commission plans,
 * rates, holidays, submitted forecasts, costs and budgets, headcount, training, changes of process. Files and
 * columns are named as the contract names them, or by a synonym.
 */
export function sheetsSource(options: SourceOptions): Source {
  const { loadedAt = 'clock', written, ...rest } = options
  const byFile = new Map(
    sheetKinds.flatMap((kind) => {
      const reading = asWritten(sheetReading(kind, options.timezone), written, options.timezone)
      return kind.files.map((file) => [file, reading] as const)
    }),
  )
  return {
    ...rest,
    kind: 'sheets',
    loadedAt,
    readings: (file) => {
      const reading = byFile.get(sheetName(file))
      return reading && [reading]
    },
    rulesHash: rulesHash([...new Set(byFile.values())]),
  }
}

/** The name of a sheet's file without its format and the day or number at its end. */
function sheetName(file: string): string {
  const stem = fileName(file)?.stem ?? ''
  return stem
    .replace(/[_ -]+\d[\d_ -]*$/, '')
    .toLowerCase()
    .replace(/[ -]/g, '_')
}

/** How a kind of sheet is read: each column by its name in the contract, or by its synonyms. */
export function sheetReading(kind: SheetKind, zone: string): Reading {
  const columns: Readonly<Record<string, Column>> = contract[kind.entity].columns
  const fields = Object.entries(columns).map(([name, column]): [string, FieldRule] => {
    const rule = kind.rules?.[name] ?? { from: [name, ...(kind.synonyms?.[name] ?? [])] }
    return [name, { ...(ratios.has(column.type) ? throughSql(rule, ratio) : rule), zone }]
  })
  return { entity: kind.entity, fields: Object.fromEntries(fields) }
}

const ratios: ReadonlySet<string> = new Set(['double', 'rate'])

/** A percent sign is a hundredth: sheets show ratios so. */
function ratio(raw: string): string {
  return `CASE WHEN regexp_full_match(${raw}, '-?\\d+(\\.\\d+)? ?%') THEN (TRY_CAST(trim(rtrim(${raw}, '%')) AS DECIMAL(18, 6)) * 0.01::DECIMAL(3, 2))::VARCHAR ELSE ${raw} END`
}
