import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { ModelFiles } from '../../cube/model-files.ts'
import type { Extension } from '../../models/contract/extension.ts'
import { CliError } from '../cli-error.ts'
import { modelDir } from '../reading.ts'
import { checkQuestions } from './check-questions.ts'
import { checkViews } from './check-views.ts'
import { pagesFile, questionsFile, reportsFile, tilesFile, viewsFile } from './extension-schema.ts'
import { checkTiles, type Placed, resolveTile } from './resolve-tile.ts'

const FOLDERS = ['model', 'tiles', 'pages', 'reports', 'questions', 'views', 'mappings']

/**
 * Reads the folder that `extend:` names: `model/`, `tiles/`, `pages/`, `reports/`, `questions/`, `views/`, each with YAML files, all optional.
 * (`mappings/` is for files that sources name themselves.)
 * @throws CliError `extension_invalid` and CubeError, with file and line
 */
export async function readExtension(folder: string): Promise<Extension> {
  if (!existsSync(folder))
    throw invalid(`extend: names ${folder}, which is not there`, 'make the folder, or leave extend out')
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !FOLDERS.includes(entry.name) && !entry.name.startsWith('.'))
      throw invalid(
        `${join(folder, entry.name)} is no part of an extension`,
        `name it one of ${FOLDERS.join(', ')}`,
      )
  }
  const model = yamlFiles(folder, 'model')
  const files = await new ModelFiles(modelDir, { extension: model }).sources()
  const tiles = yamlFiles(folder, 'tiles').flatMap((file) => items(file, tilesFile, 'tiles'))
  const pages = yamlFiles(folder, 'pages').flatMap((file) => items(file, pagesFile, 'pages'))
  const reports = yamlFiles(folder, 'reports').flatMap((file) => items(file, reportsFile, 'reports'))
  const questions = yamlFiles(folder, 'questions').flatMap((file) => items(file, questionsFile, 'questions'))
  const views = yamlFiles(folder, 'views').flatMap((file) => items(file, viewsFile, 'views'))
  await checkQuestions(questions, files)
  checkViews(
    views,
    pages.map(({ value }) => value),
  )
  const resolved = tiles.map((tile) => resolveTile(tile, files))
  checkTiles(resolved, tiles, [...pages, ...reports])
  return {
    model,
    tiles: resolved,
    pages: pages.map(({ value }) => value),
    reports: reports.map(({ value }) => value),
    questions: questions.map(({ value }) => value),
    views: views.map(({ value }) => value),
  }
}

interface TextFile {
  readonly fileName: string
  readonly content: string
}

/** The YAML files below a part of the folder, named from the folder on. */
function yamlFiles(folder: string, part: string): TextFile[] {
  const place = join(folder, part)
  if (!existsSync(place)) return []
  return readdirSync(place, { recursive: true })
    .map(String)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({
      fileName: [basename(folder), part, ...name.split(sep)].join('/'),
      content: readFileSync(join(place, name), 'utf8'),
    }))
}

/** The entries of a file by its schema, each with where it stands. */
function items<S extends z.ZodType<Record<K, readonly unknown[]>>, K extends string>(
  { fileName, content }: TextFile,
  schema: S,
  key: K,
): Placed<z.output<S>[K][number]>[] {
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines })
  const [broken] = document.errors
  if (broken)
    throw invalid(
      `${fileName}:${lines.linePos(broken.pos[0]).line} is not YAML: ${broken.message.split('\n')[0]}`,
      'correct the line',
    )
  const at = (path: readonly PropertyKey[]): string => {
    for (let end = path.length; end >= 0; end--) {
      const node: unknown = document.getIn(path.slice(0, end), true)
      const range: unknown = node instanceof Object ? Reflect.get(node, 'range') : undefined
      if (Array.isArray(range)) return `${fileName}:${lines.linePos(Number(range[0])).line}`
    }
    return fileName
  }
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success)
    return parsed.data[key].map((value, i) => ({ value, at: (...path) => at([key, i, ...path]) }))
  const [issue] = parsed.error.issues
  const path = issue?.path ?? []
  const cure =
    issue?.code === 'unrecognized_keys'
      ? `leave out ${issue.keys.join(', ')}`
      : `give ${issue?.message ?? 'what is expected'}`
  throw invalid(`${at(path)}: ${path.map(String).join('.') || key} is not what it should be`, cure)
}

/** The refusal of an extension. */
export function invalid(message: string, cure: string): CliError {
  return new CliError({ code: 'extension_invalid', message, cure })
}
