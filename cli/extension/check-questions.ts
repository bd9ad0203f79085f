import type { ModelFile } from '../../cube/model-check.ts'
import { relationsAsked } from '../../cube/sql/relations-asked.ts'
import { SqlError } from '../../cube/sql/sql-error.ts'
import { modelNames } from '../../cube/view-items.ts'
import type { SavedQuestion } from '../../models/contract/extension.ts'
import { nearest } from '../../pipelines/sources/nearest.ts'
import { invalid } from './read-extension.ts'
import type { Placed } from './resolve-tile.ts'

/**
 * Questions have names of their own, are one SELECT each, and ask cubes and views that there are.
 * @throws CliError `extension_invalid`
 */
export async function checkQuestions(
  questions: readonly Placed<SavedQuestion>[],
  files: readonly ModelFile[],
): Promise<void> {
  const names = new Set<string>()
  const known = modelNames(files)
  for (const { value, at } of questions) {
    if (names.has(value.name))
      throw invalid(
        `${at('name')}: there is a question ${value.name} already`,
        'give one of them another name',
      )
    names.add(value.name)
    for (const relation of await relationsOf(value.sql, at('sql'))) {
      if (known.some((name) => name.toLowerCase() === relation.toLowerCase())) continue
      const alike = nearest(relation, known)
      throw invalid(
        `${at('sql')}: there is no view or cube ${relation}`,
        alike ? `did you mean ${alike}?` : 'name one that docs/metrics.md lists',
      )
    }
  }
}

async function relationsOf(sql: string, at: string): Promise<readonly string[]> {
  try {
    return await relationsAsked(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    throw invalid(`${at}: ${error.message}`, error.hint ?? 'write one SELECT, as docs/sql.md has them')
  }
}
