import { readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
)

const modelFiles = readdirSync(join(root, 'models'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(root, 'models', name))

let program: ts.Program | undefined

/** Which of some files `tsc` refuses when one file of models/ reads as `edit` makes it. */
function refused(among: readonly string[], file = '', edit = (text: string) => text): string[] {
  const host = ts.createCompilerHost(options)
  const path = join(root, file)
  const unchanged = new Map(program?.getSourceFiles().map((source) => [source.fileName, source]))
  const parse = host.getSourceFile
  host.getSourceFile = (name, version) => {
    if (resolve(name) !== path) return unchanged.get(name) ?? parse(name, version)
    const text = ts.sys.readFile(path) ?? ''
    const edited = edit(text)
    expect(edited, `${file} has what is to be renamed`).not.toBe(text)
    return ts.createSourceFile(name, edited, version)
  }
  const edited = ts.createProgram(modelFiles, options, host)
  program ??= edited
  const diagnostics = among.flatMap((name) => [
    ...edited.getSemanticDiagnostics(edited.getSourceFile(join(root, name))),
  ])
  const files = diagnostics.map((diagnostic) => relative(root, diagnostic.file?.fileName ?? ''))
  return [...new Set(files)].sort()
}

/** Renames a column where it is declared, and nowhere else. */
const declared = (column: string) => (text: string) =>
  text.replace(new RegExp(`^( +)${column}(: (?:required|optional)\\()`, 'm'), `$1${column}_renamed$2`)

/** Renames a column wherever its file speaks of it. */
const throughout = (column: string) => (text: string) =>
  text.replace(new RegExp(`\\b${column}\\b`, 'g'), `${column}_renamed`)

describe('a column that is renamed in one model only fails the type check', () => {
  test('in the one model that reads it, where its own query gives the new name', () => {
    const file = 'models/intermediate/int-person-team.ts'
    const about = modelFiles
      .filter((name) => ts.sys.readFile(name)?.includes('int_person_team'))
      .map((name) => relative(root, name))
    expect(about.length).toBeGreaterThan(1)
    expect(refused(about)).toEqual([])
    expect(refused(about, file, throughout('team'))).toEqual(['models/dimensions/dim-rep.ts'])
  })

  test.each([
    ['an entity', 'models/contract/opportunity.ts', 'close_date', 'models/intermediate/int-opportunity.ts'],
    ['a dimension', 'models/dimensions/dim-stage.ts', 'is_won', 'models/intermediate/int-opportunity.ts'],
    ['a fact', 'models/facts/fct-quota.ts', 'month_start', 'models/marts/mart-rep-month.ts'],
  ])('in models that read it from %s', (_, file, column, reader) => {
    expect(refused([reader])).toEqual([])
    expect(refused([reader], file, declared(column))).toEqual([reader])
  })
})
