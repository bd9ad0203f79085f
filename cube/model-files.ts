import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { withPolicies } from './access-policies.ts'
import type { BuildRef } from './builds.ts'
import { withCustomFields } from './custom-members.ts'
import { CubeError } from './errors.ts'
import { withExtension } from './extension-model.ts'
import { withFiscalGranularities } from './fiscal-granularities.ts'
import { checkFile, type ModelFile } from './model-check.ts'

/** What a build has that its model is completed with. */
export type BuildShape = Pick<BuildRef, 'customFields' | 'calendars' | 'extension'>

const keys = new WeakMap<BuildShape, string>()

/** The same for builds that have the same model. */
export function shapeKey(shape: BuildShape): string {
  const known = keys.get(shape)
  if (known !== undefined) return known
  const { customFields = [], calendars = [], extension = [] } = shape
  const key = createHash('sha256')
    .update(JSON.stringify([customFields, calendars, extension]))
    .digest('hex')
  keys.set(shape, key)
  return key
}

/**
 * The YAML files of a model, in the order of their names, in the shape of a Cube repository; with what a build
 * completes it with: the declared fields as further dimensions, its fiscal calendars as granularities, and what a
 * team has laid over it. (Cube's own takes folders under the working directory only, creates the one that is
 * missing, and runs JavaScript in it.)
 */
export class ModelFiles {
  readonly #folder: string
  readonly #shape: BuildShape
  #completed: Promise<ModelFile[]> | undefined

  constructor(folder: string, shape: BuildShape = {}) {
    this.#folder = folder
    this.#shape = shape
  }

  localPath(): string {
    return this.#folder
  }

  /**
   * What Cube compiles: the files with custom fields, fiscal granularities and access policies written out. They are
   * read once, since reading YAML takes a good part of a second.
   * @throws CubeError as `sources`, and `policy_missing` for a cube or view that none guards
   */
  dataSchemaFiles(): Promise<ModelFile[]> {
    this.#completed ??= this.#complete()
    this.#completed.catch(() => {
      this.#completed = undefined
    })
    return this.#completed
  }

  async #complete(): Promise<ModelFile[]> {
    const { customFields = [], calendars = [] } = this.#shape
    const files = withCustomFields(await this.sources(), customFields)
    return withPolicies(withFiscalGranularities(files, calendars))
  }

  /**
   * The files with what a team has laid over them.
   * @throws CubeError as `written`, and `extension_invalid`
   */
  async sources(): Promise<ModelFile[]> {
    return withExtension(await this.#ours(), this.#theirs())
  }

  /** The files as they are written, a team's own included: what errors point into. */
  async written(): Promise<ModelFile[]> {
    return [...(await this.#ours()), ...this.#theirs()]
  }

  #theirs(): readonly ModelFile[] {
    const { extension = [] } = this.#shape
    extension.forEach(checkFile)
    return extension
  }

  /**
   * @throws CubeError `model_missing` if there is no folder or no YAML file in it
   * @throws CubeError `model_invalid` for broken YAML, with file and line
   */
  async #ours(): Promise<ModelFile[]> {
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
