import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { nearest } from '../pipelines/sources/nearest.ts'
import { CliError } from './cli-error.ts'
import { type ConfigFile, configSchema, sourceKeys } from './config-schema.ts'
import { customFieldFaults } from './custom-fields.ts'
import { channelKeys } from './delivery-schema.ts'

export interface Config extends ConfigFile {
  /** The file it was read from. */
  readonly file: string
}

type Path = readonly (string | number)[]

/**
 * Reads salesops.yml. `${NAME}` stands for an environment variable.
 * Gives null where no file was named and there is none: that means the sample company.
 */
export function loadConfig(named: string | undefined, env: NodeJS.ProcessEnv): Config | null {
  const file = resolve(named ?? 'salesops.yml')
  if (!existsSync(file)) {
    if (named === undefined) return null
    throw new CliError({
      code: 'config_missing',
      message: `${file} is not there`,
      cure: 'name the configuration with --config, or leave it out for the sample company',
    })
  }
  return parseConfig(file, readFileSync(file, 'utf8'), env)
}

function parseConfig(file: string, source: string, env: NodeJS.ProcessEnv): Config {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  const at = (path: Path): string => `${file}:${lines.linePos(offsetOf(document, path)).line}`
  const broken = document.errors[0]
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line
    throw invalid(`${file}:${line} is not YAML: ${broken.message.split('\n')[0]}`, 'correct the line')
  }
  const data = withVariables(document.toJS(), [], env, at)
  const parsed = configSchema.safeParse(data)
  if (parsed.success) {
    const [fault] = customFieldFaults(parsed.data.customFields)
    if (fault) throw invalid(`${at(fault.path)}: ${fault.message}`, fault.cure)
    return { ...parsed.data, file }
  }
  const [issue] = parsed.error.issues
  if (!issue) throw invalid(`${file} is not valid`, 'compare it with the README')
  throw faultOf(issue, data, at)
}

function faultOf(issue: z.core.$ZodIssue, data: unknown, at: (path: Path) => string): CliError {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const close = nearest(key, keysAt(path))
    const cure = close ? `did you mean ${close}?` : `the keys known here are ${keysAt(path).join(', ')}`
    return invalid(`${at([...path, key])}: unknown key ${key}`, cure)
  }
  const name = path.join('.') || 'the file'
  const value = path.reduce<unknown>((it, part) => (it as Record<string, unknown> | undefined)?.[part], data)
  return invalid(`${at(path)}: ${name} is ${JSON.stringify(value) ?? 'missing'}`, `expected ${issue.message}`)
}

/** The keys that the schema knows at a place. */
function keysAt(path: Path): readonly string[] {
  const [section] = path
  if (section === undefined) return Object.keys(configSchema.shape)
  if (section === 'sources') {
    if (path.includes('freshness')) return ['warn', 'error']
    return sourceKeys
  }
  if (section === 'channels') return channelKeys
  const probe = configSchema.shape[section as keyof typeof configSchema.shape]
  const inner = 'unwrap' in probe ? probe.unwrap() : probe
  const object = 'element' in inner ? inner.element : inner
  return 'shape' in object ? Object.keys(object.shape as object) : []
}

function withVariables(
  value: unknown,
  path: Path,
  env: NodeJS.ProcessEnv,
  at: (path: Path) => string,
): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const found = env[name]
      if (found !== undefined) return found
      throw invalid(`${at(path)} reads the environment variable ${name}, which is not set`, `set ${name}`)
    })
  }
  if (Array.isArray(value)) return value.map((item, i) => withVariables(item, [...path, i], env, at))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withVariables(item, [...path, key], env, at)]),
  )
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part)
      if (isScalar(pair?.key)) offset = pair.key.range?.[0] ?? offset
      node = pair?.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      if (isMap(node) || isScalar(node)) offset = node.range?.[0] ?? offset
    }
  }
  return offset
}

function invalid(message: string, cure: string): CliError {
  return new CliError({ code: 'config_invalid', message, cure })
}

/** A path of the configuration: from its own folder, or from the working folder where only that exists. */
export function configPath(config: Config, path: string): string {
  const besideConfig = resolve(dirname(config.file), path)
  const here = resolve(path)
  return !existsSync(besideConfig) && existsSync(here) ? here : besideConfig
}
