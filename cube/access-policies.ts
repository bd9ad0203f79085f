import { parse } from 'yaml'
import { CubeError } from './errors.ts'
import { type ModelFile, writeYaml } from './model-check.ts'
import { everyone } from './security.ts'

/** One of Cube's access policies, as far as it is read here. */
interface Policy {
  readonly group?: string
  readonly groups?: readonly string[]
  readonly member_level?: { readonly includes?: unknown; readonly excludes?: string | readonly string[] }
  readonly [key: string]: unknown
}

interface Member {
  readonly name: string
  readonly meta?: { readonly sensitive?: string }
}

interface Guarded {
  readonly name: string
  readonly dimensions?: readonly Member[]
  readonly measures?: readonly Member[]
  access_policy?: string | Policy[]
}

interface PolicyDocument {
  readonly policies?: Readonly<Record<string, Policy[]>>
  readonly masks?: Readonly<Record<string, readonly string[]>>
  readonly cubes?: readonly Guarded[]
  readonly views?: readonly Guarded[]
}

interface Rules {
  readonly policies: Readonly<Record<string, Policy[]>>
  /** Groups for which a kind of sensitive member is empty. */
  readonly masks: Readonly<Record<string, readonly string[]>>
}

/**
 * The model with the policy that each cube and view names written out, and sensitive members masked.
 *
 * Policies are defined once, under `policies` and `masks` of a file of the model; Cube itself knows only policies
 * that are written out in every cube.
 * @throws CubeError `policy_missing` for a cube or view without one: it would be open to everybody
 */
export function withPolicies(files: readonly ModelFile[]): ModelFile[] {
  const documents = files.map((file) => ({ file, document: parse(file.content) as PolicyDocument | null }))
  const rules: Rules = {
    policies: Object.assign({}, ...documents.map(({ document }) => document?.policies)),
    masks: Object.assign({}, ...documents.map(({ document }) => document?.masks)),
  }
  return documents.flatMap(({ file, document }) => {
    const guarded = [...(document?.cubes ?? []), ...(document?.views ?? [])]
    if (guarded.length === 0) return document?.policies ? [] : [file]
    for (const one of guarded) one.access_policy = policiesOf(one, file.fileName, rules)
    return [{ ...file, content: writeYaml(document) }]
  })
}

function policiesOf(guarded: Guarded, fileName: string, { policies, masks }: Rules): Policy[] {
  const { name, access_policy: stated } = guarded
  const found = typeof stated === 'string' ? policies[stated] : stated
  if (!found?.length) {
    const message =
      typeof stated === 'string'
        ? `${fileName}: ${name} names the access policy ${stated}, which is not defined`
        : `${fileName}: ${name} has no access policy and would be open to everybody`
    const cure = `give it access_policy: one of ${Object.keys(policies).join(', ') || 'those under policies'}`
    throw new CubeError({ code: 'policy_missing', status: 500, message, cure })
  }
  const sensitive = new Map(
    [...(guarded.dimensions ?? []), ...(guarded.measures ?? [])].flatMap(({ name: member, meta }) =>
      meta?.sensitive === undefined ? [] : [[member, rolesWithout(meta.sensitive, masks, fileName)] as const],
    ),
  )
  if (sensitive.size === 0) return [...found]
  return found.flatMap((policy) => groupsOf(policy).map((group) => masked(policy, group, sensitive)))
}

function rolesWithout(kind: string, masks: Rules['masks'], fileName: string): readonly string[] {
  const roles = masks[kind]
  if (roles) return roles
  throw new CubeError({
    code: 'policy_missing',
    status: 500,
    message: `${fileName}: a member is sensitive: ${kind}, which no mask is for`,
    cure: `name one of ${Object.keys(masks).join(', ')}`,
  })
}

function groupsOf({ group, groups }: Policy): readonly string[] {
  const named = groups ?? (group === undefined ? [] : [group])
  return named.includes('*') ? everyone : named
}

function masked(policy: Policy, group: string, sensitive: ReadonlyMap<string, readonly string[]>): Policy {
  const { group: _, groups: __, ...rest } = policy
  const hidden = [...sensitive].filter(([, roles]) => roles.includes(group)).map(([member]) => member)
  const closed = policy.member_level?.excludes ?? []
  // What is closed as a whole needs no mask.
  if (hidden.length === 0 || typeof closed === 'string') return { group, ...rest }
  return {
    group,
    ...rest,
    // Named one by one: a mask that reaches the primary key breaks counts.
    member_level: { includes: '*', excludes: [...closed, ...hidden] },
    member_masking: { includes: hidden },
  }
}
