import type { RecordKind } from '../tiles/drill.ts'
import type { MemberTypes } from './texts.ts'

/** A member of a view, as `/meta` tells of it. */
export interface ViewMember {
  /** Without the view's name. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly type: string
  readonly kind: RecordKind
  /** Periods of its own that a time has besides the calendar's: `fiscal_quarter`. */
  readonly granularities: readonly { readonly name: string; readonly title: string }[]
}

/** A view that can be asked. */
export interface AskableView {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly measures: readonly ViewMember[]
  readonly dimensions: readonly ViewMember[]
  readonly segments: readonly ViewMember[]
}

interface MetaItem {
  readonly name: string
}

/** A cube or view of `/meta`, as far as it is read here. */
export interface MetaView {
  readonly name: string
  readonly title: string
  readonly type?: unknown
  readonly measures: readonly MetaItem[]
  readonly dimensions: readonly MetaItem[]
  readonly segments: readonly MetaItem[]
}

/** The views of a `/meta`: it names those alone that its reader may ask. */
export const viewsOf = (cubes: readonly MetaView[]): AskableView[] =>
  cubes
    .filter(({ type }) => type === 'view')
    .map((view) => ({
      name: view.name,
      title: view.title,
      description: textOf(view, 'description'),
      measures: view.measures.map(memberOf),
      dimensions: view.dimensions.map(memberOf),
      segments: view.segments.map(memberOf),
    }))

export const typesOf = ({ dimensions }: AskableView): MemberTypes =>
  Object.fromEntries(dimensions.map(({ name, type }) => [name, type]))

function memberOf(item: MetaItem): ViewMember {
  const type = textOf(item, 'type')
  const name = item.name.slice(item.name.indexOf('.') + 1)
  return {
    name,
    title: textOf(item, 'shortTitle') || name,
    description: textOf(item, 'description'),
    type,
    kind: kindOf(type, textOf(item, 'format')),
    granularities: granularitiesOf(item),
  }
}

function kindOf(type: string, format: string): RecordKind {
  if (format === 'currency') return 'money'
  if (format === 'percent') return 'percent'
  return type === 'number' ? 'number' : type === 'time' ? 'day' : 'text'
}

function granularitiesOf(item: MetaItem): ViewMember['granularities'] {
  const found: unknown = Reflect.get(item, 'granularities')
  return Array.isArray(found)
    ? found.map((one: object) => ({ name: textOf(one, 'name'), title: textOf(one, 'title') }))
    : []
}

function textOf(item: object, key: string): string {
  const value: unknown = Reflect.get(item, key)
  return typeof value === 'string' ? value : ''
}
