import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { TypedCustomField } from '../models/custom/custom-field.ts'
import { withPolicies } from './access-policies.ts'
import { withCustomFields } from './custom-members.ts'
import { CubeError } from './errors.ts'
import { checkFile, type ModelFile } from './model-check.ts'

/**
 * The YAML files of a model, in the order of their names, in the shape of a Cube repository; with the declared
 * fields of a build, where it has any, as further dimensions. (Cube's own
 * takes folders under the working directory only, creates the one that is missing, and runs JavaScript in it.)
 */
export class ModelFiles {
  readonly #folder: string
  readonly #customFields: readonly TypedCustomField[]

  constructor(folder: string, customFields: readonly TypedCustomField[] = []) {
    this.#folder = folder
    this.#customFields = customFields
  }

  localPath(): string {
    return this.#folder
  }

  /**
   * What Cube compiles: the files with custom fields and access policies written out.
   * @throws CubeError as `sources`, and `policy_missing` for a cube or view that none guards
   */
  async dataSchemaFiles(): Promise<ModelFile[]> {
    return withPolicies(withCustomFields(await this.sources(), this.#customFields))
  }

  /**
   * The files as they are written.
   * @throws CubeError `model_missing` if there is no folder or no YAML file in it
   * @throws CubeError `model_invalid` for broken YAML, with file and line
   */
  async sources(): Promise<ModelFile[]> {
    const found = await readdir(this.#folder, { recursive: true }).catch(() => [])
    const names = found.filter((name) => /\.ya?ml$/.test(name)).sort()
    if (names.length === 0) {
      throw new CubeError({
        code: 'model_missing',
        status: 500,
        message: `The folder ${this.#folder} has no model in it`,
        cure: 'name a folder with cubes/*.yml and views/*.yml',
      })
    }
    const files = await Promise.all(
      names.map(async (name) => ({
        fileName: name.split(sep).join('/'),
        content: await readFile(join(this.#folder, name), 'utf8'),
      })),
    )
    files.forEach(checkFile)
    return files
  }
}
