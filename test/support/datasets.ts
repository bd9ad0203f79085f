import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The folder of a real data set, beside the repository or where SALESOPS_DATASETS says; undefined, with a
 * message, where it is not there.
 */
export function dataset(name: string): string | undefined {
  const root = process.env.SALESOPS_DATASETS ?? resolve(import.meta.dirname, '../../../shared/datasets')
  const folder = join(root, name)
  if (existsSync(folder)) return folder
  console.warn(`${folder} is not there: tests on it are skipped; set SALESOPS_DATASETS to run them`)
  return undefined
}
