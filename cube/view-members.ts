import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

interface ViewsFile {
  readonly views?: readonly {
    readonly cubes?: readonly {
      readonly includes?: readonly (string | { readonly name: string; readonly alias?: string })[] | '*'
    }[]
  }[]
}

/** The names of all members that the views of a model have. */
export function viewMembers(modelDir: string): ReadonlySet<string> {
  const folder = join(modelDir, 'views')
  const names = new Set<string>()
  for (const file of readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))) {
    const { views = [] } = parse(readFileSync(join(folder, file), 'utf8')) as ViewsFile
    for (const { includes = [] } of views.flatMap(({ cubes = [] }) => cubes))
      for (const member of includes)
        names.add(typeof member === 'string' ? member : (member.alias ?? member.name))
  }
  return names
}
