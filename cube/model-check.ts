import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml'
import { CubeError } from './errors.ts'

/** A YAML file of a model, its name relative to the folder of the model. */
export interface ModelFile {
  fileName: string
  content: string
}

const TEMPLATE = /\{%|%\}|\{\{|\}\}/

/** YAML that Cube reads as it is meant: its older reader takes a bare 2024-01-01 for a date. */
export function writeYaml(document: unknown): string {
  return stringify(document, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    aliasDuplicateObjects: false,
    lineWidth: 0,
  })
}

function refuse(where: string, message: string, cure: string): CubeError {
  return new CubeError({ code: 'model_invalid', status: 500, message: `${where}: ${message}`, cure })
}

/** Where a text first stands in a file, as `file:line`; undefined if nowhere. */
function lineOf(file: ModelFile, text: RegExp): string | undefined {
  const found = file.content.search(text)
  return found < 0 ? undefined : `${file.fileName}:${file.content.slice(0, found).split('\n').length}`
}

/**
 * Refuses what Cube would refuse without naming the place: broken YAML, and templates (two braces in a row
 * make one for Cube, wherever they stand).
 * @throws CubeError `model_invalid`, with file and line
 */
export function checkFile(file: ModelFile): void {
  const template = lineOf(file, TEMPLATE)
  if (template) {
    throw refuse(template, 'templates are not supported', 'write plain YAML, with a space between two braces')
  }
  const lines = new LineCounter()
  const [error] = parseDocument(file.content, { lineCounter: lines }).errors
  if (error) {
    const what = error.message.split(' at line ')[0] ?? error.message
    throw refuse(`${file.fileName}:${lines.linePos(error.pos[0]).line}`, what, 'correct the YAML there')
  }
}

/** Where each cube, view and member is defined: `deals`, `deals.amount`. */
function definitions(files: ModelFile[]): Map<string, string> {
  const places = new Map<string, string>()
  for (const file of files) {
    const lines = new LineCounter()
    const root = parseDocument(file.content, { lineCounter: lines }).contents
    const place = (node: Node): string => `${file.fileName}:${lines.linePos(node.range?.[0] ?? 0).line}`
    for (const [name, cube] of namedIn(root, ['cubes', 'views'])) {
      places.set(name, place(cube))
      for (const [member, node] of namedIn(cube, ['measures', 'dimensions', 'segments', 'joins'])) {
        places.set(`${name}.${member}`, place(node))
      }
    }
  }
  return places
}

function namedIn(node: unknown, sections: string[]): [string, Node][] {
  if (!isMap(node)) return []
  return sections.flatMap((section) => {
    const list = node.get(section)
    if (!isSeq(list)) return []
    return list.items.flatMap((item): [string, Node][] => {
      const name = isMap(item) ? item.get('name', true) : undefined
      return isMap(item) && isScalar(name) ? [[String(name.value), item]] : []
    })
  })
}

const OF_A_MEMBER = /^(\w+) (?:cube|view): .*?\b(?:measures|dimensions|segments|joins)\.(\w+)/
const OF_A_CUBE = /^(\w+) (?:cube|view)\b/
const UNDEFINED = /^'?(\w+)'? (?:is not defined|not found|cube not found)/

/** Cube's compile error, each line of it with the file and line that it is about. */
export function locateCompileError(error: unknown, files: ModelFile[]): CubeError {
  if (error instanceof CubeError) return error
  const text = error instanceof Error ? error.message : String(error)
  const places = definitions(files)
  const located = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Compile errors|Errors|\S+ Errors):$/.test(line))
    .map((line) => {
      const member = OF_A_MEMBER.exec(line)
      const cube = OF_A_CUBE.exec(line)?.[1]
      const unknown = UNDEFINED.exec(line)?.[1]
      const place =
        (member && places.get(`${member[1]}.${member[2]}`)) ??
        (cube && places.get(cube)) ??
        (unknown && files.map((file) => lineOf(file, new RegExp(`\\b${unknown}\\b`))).find(Boolean))
      return place ? `${place}: ${line}` : line
    })
  return refuse('The model does not compile', located.join('; '), 'correct it there')
}
