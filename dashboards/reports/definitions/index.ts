import type { ReportDefinition } from '../definition.ts'
import { weeklyExecutive } from './weekly-executive.ts'

/** Every report, by name. */
export const reports: ReadonlyMap<string, ReportDefinition> = new Map(
  [weeklyExecutive].map((definition) => [definition.name, definition]),
)
