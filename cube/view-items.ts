import { parse } from 'yaml'
import { type MemberSources, memberSources } from './member-sources.ts'
import type { ModelFile } from './model-check.ts'

/** How a member is written in the model. */
export interface MemberItem {
  readonly name: string
  readonly title?: string
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly meta?: { readonly metric?: readonly number[]; readonly unit?: string; readonly n?: string }
}

/** A member of a view, and the member of a cube that it shows. */
export interface ViewItem {
  readonly view: string
  readonly name: string
  readonly kind: MemberSources['kind']
  /** `opportunities.amount`, and the file that defines it. */
  readonly origin: string
  readonly file: string
  readonly item: MemberItem
}

interface ModelDocument {
  readonly cubes?: readonly ({ readonly name: string } & {
    readonly [kind in 'measures' | 'dimensions' | 'segments']?: readonly MemberItem[]
  })[]
  readonly views?: readonly { readonly name: string }[]
}

/** The names of all cubes and views of a model. */
export function modelNames(files: readonly ModelFile[]): string[] {
  return files.flatMap(({ content }) => {
    const { cubes = [], views = [] } = (parse(content) ?? {}) as ModelDocument
    return [...cubes, ...views].map(({ name }) => name)
  })
}

/** Every member of every view of a model, in the order of the views. */
export function viewItems(files: readonly ModelFile[]): readonly ViewItem[] {
  const documents = files.map(({ fileName, content }) => ({
    fileName,
    document: parse(content) as ModelDocument | null,
  }))
  const views = new Set(documents.flatMap(({ document }) => document?.views ?? []).map(({ name }) => name))
  const items = new Map<string, { item: MemberItem; file: string }>(
    documents.flatMap(({ fileName, document }) =>
      (document?.cubes ?? []).flatMap(({ name, measures = [], dimensions = [], segments = [] }) =>
        [...measures, ...dimensions, ...segments].map(
          (item) => [`${name}.${item.name}`, { item, file: fileName }] as const,
        ),
      ),
    ),
  )
  return memberSources(files).flatMap(({ member, kind, members }) => {
    const [view = '', name = ''] = member.split('.')
    const [origin = ''] = members
    const found = items.get(origin)
    return views.has(view) && found ? [{ view, name, kind, origin, ...found }] : []
  })
}
