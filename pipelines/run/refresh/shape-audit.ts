import { duckdbType } from '../../../models/column.ts'
import type { AuditResult } from '../../../models/contract/ops/build-manifest.ts'
import type { Model } from '../../../models/model.ts'
import { EXAMPLES } from './audit-refresh.ts'

/** Holds a table's columns, by name with their types, against those that its model declares. */
export function shapeAudit(model: Model, actual: ReadonlyMap<string, string> = new Map()): AuditResult {
  const declared = Object.entries(model.columns)
  const wrong = [
    ...declared
      .filter(([name, column]) => actual.get(name) !== duckdbType(column.type))
      .map(([name, column]) => `${name} is ${actual.get(name) ?? 'missing'}, not ${duckdbType(column.type)}`),
    ...[...actual.keys()].filter((name) => !(name in model.columns)).map((name) => `${name} is not declared`),
  ]
  return {
    model: model.name,
    audit: 'has the columns that it declares',
    severity: 'error',
    passed: wrong.length === 0,
    failures: wrong.length,
    examples: wrong.slice(0, EXAMPLES),
  }
}
