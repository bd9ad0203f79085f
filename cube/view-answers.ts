import { z } from 'zod'
import { CubeError } from './errors.ts'

/*
 * A view may hold measures of several facts that share dimensions. Cube answers a query from one fact only, along the
 * paths that the view names; so each further fact says, in the view's `meta: { answers: [...] }`, what the view's
 * members are where its own measures are asked.
 */

const answers = z.array(
  z.strictObject({
    /** The cube whose measures are meant. */
    cube: z.string(),
    /** Members of the view by their names, and the members of other cubes that stand for them there. */
    members: z.record(z.string(), z.string()),
    /** A member of that cube that tells by what its rows are grouped, and its value for each member asked. */
    kinds: z
      .strictObject({ member: z.string(), none: z.string(), of: z.record(z.string(), z.string()) })
      .optional(),
    /** The view to ask where the fact is nobody's, so that who sees their own rows only cannot ask this one. */
    instead: z.string().optional(),
  }),
)

type Answers = z.infer<typeof answers>[number]

/** Names that a query asks for, filters included. */
export interface AskedQuery {
  readonly measures?: readonly unknown[]
  readonly dimensions?: readonly unknown[]
  readonly segments?: readonly unknown[]
  readonly timeDimensions?: readonly { readonly dimension: string; readonly granularity?: string | null }[]
  readonly filters?: readonly unknown[]
}

/** What the compiled model says. */
export interface ModelMembers {
  /** The member of a cube that a member of a view stands for: `rep_months.coverage`. */
  readonly origin: (member: string) => string | undefined
  readonly isMeasure: (member: string) => boolean
  readonly viewMeta: (view: string) => unknown
}

export interface Rerouted {
  /** What is evaluated in the place of a member: `pipeline.rep_name` -> `reps.rep_name`. */
  readonly routes: ReadonlyMap<string, string>
  /** Conditions to add. */
  readonly filters: readonly { member: string; operator: 'equals'; values: string[] }[]
}

const NONE: Rerouted = { routes: new Map(), filters: [] }

const cubeOf = (member: string | undefined): string => member?.split('.')[0] ?? ''

/**
 * How a query of a view is answered by the fact that its measures are of.
 * @throws CubeError `not_at_grain` where that fact does not have what the query groups or filters by
 */
export function answersFor(query: AskedQuery, model: ModelMembers): Rerouted {
  const filters = filteredMembers(query.filters ?? [])
  const named = [...(query.measures ?? []), ...filters.map(({ member }) => member)].filter(isName)
  const measures = named.filter(model.isMeasure)
  const [view = ''] = measures.map(cubeOf)
  const declared = answers.safeParse(Reflect.get(Object(model.viewMeta(view)), 'answers'))
  if (!declared.success) return NONE
  const facts = new Set(measures.map((measure) => cubeOf(model.origin(measure))))
  const fact = declared.data.find(({ cube }) => facts.has(cube))
  if (!fact) return NONE
  if (facts.size > 1) {
    const words = measures.map((measure) => measure.slice(view.length + 1)).join(', ')
    throw notAtGrain(`${words} are of different facts`, 'ask for each in a query of its own')
  }
  const grouped = [
    ...(query.dimensions ?? []).filter(isName),
    ...(query.timeDimensions ?? []).map((it) => it.dimension),
    ...[query.dimensions, query.measures, query.segments].flatMap(membersOfExpressions),
  ]
  const conditions = filters.map(({ member }) => member).filter((member) => !model.isMeasure(member))
  const asked = new Set([...grouped, ...conditions, ...(query.segments ?? []).filter(isName)])
  const routes = new Map<string, string>()
  for (const member of asked) {
    if (cubeOf(member) !== view || cubeOf(model.origin(member)) === fact.cube) continue
    const target = fact.members[member.slice(view.length + 1)]
    if (target === undefined) throw outOfReach(measures, member, view, fact)
    routes.set(member, target)
  }
  return {
    routes,
    filters: fact.kinds ? [kindOf(fact.kinds, view, measures, [...routes.keys()], query, fact)] : [],
  }
}

function kindOf(
  { member, none, of }: NonNullable<Answers['kinds']>,
  view: string,
  measures: readonly string[],
  routed: readonly string[],
  query: AskedQuery,
  fact: Answers,
): Rerouted['filters'][number] {
  const grouping = routed.filter((it) => it.slice(view.length + 1) in of)
  const [by, second] = grouping
  if (second !== undefined) {
    throw notAtGrain(
      `${wordsOf(measures, view)} cannot be told by several members at once`,
      `ask by one of ${Object.keys(of).join(', ')}`,
    )
  }
  const isGrouped = by !== undefined && (query.dimensions ?? []).includes(by)
  const values = filteredMembers(query.filters ?? []).filter((it) => it.member === by)
  const pinned = values.some(({ operator, values: listed }) => operator === 'equals' && listed.length === 1)
  if (by !== undefined && !isGrouped && !pinned) throw outOfReach(measures, by, view, fact)
  const kind = by === undefined ? none : of[by.slice(view.length + 1)]
  return { member, operator: 'equals', values: [kind ?? none] }
}

const wordsOf = (measures: readonly string[], view: string): string =>
  measures.map((measure) => measure.slice(view.length + 1)).join(', ')

function outOfReach(measures: readonly string[], member: string, view: string, fact: Answers): CubeError {
  if (member.endsWith('.owner_path') && fact.instead !== undefined) {
    return notAtGrain(`${wordsOf(measures, view)} is of the whole company`, `ask the view ${fact.instead}`)
  }
  const known = Object.keys(fact.members).filter((name) => name !== 'owner_path')
  const cure = known.length ? `ask by ${known.join(', ')}` : 'ask for it alone'
  return notAtGrain(`${wordsOf(measures, view)} cannot be told by ${member.slice(view.length + 1)}`, cure)
}

/** The refusal of a figure where it has no meaning. */
export function notAtGrain(message: string, cure: string): CubeError {
  return new CubeError({ code: 'not_at_grain', status: 400, message, cure })
}

/** The members that expressions of a query are made of, where their maker says so. */
export function membersOfExpressions(items: readonly unknown[] = []): string[] {
  return items.flatMap((item) => {
    const { members } = Object(Object(item).expression) as { members?: unknown }
    return Array.isArray(members) ? members.filter(isName) : []
  })
}

const isName = (value: unknown): value is string => typeof value === 'string'

interface Condition {
  readonly member: string
  readonly operator: string
  readonly values: readonly unknown[]
}

/** Every member that filters name, in and out of groups. */
export function filteredMembers(filters: readonly unknown[]): Condition[] {
  return filters.flatMap((filter): Condition[] => {
    const { and, or, member, dimension, operator, values } = Object(filter) as Record<string, unknown>
    if (Array.isArray(and) || Array.isArray(or)) return filteredMembers((and ?? or) as unknown[])
    const name = member ?? dimension
    return isName(name)
      ? [{ member: name, operator: String(operator), values: Array.isArray(values) ? values : [] }]
      : []
  })
}
