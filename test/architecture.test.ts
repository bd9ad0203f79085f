import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Which rooms a room may import from; cli/ may import every one. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  models: [],
  pipelines: ['models'],
  cube: ['models'],
  dashboards: ['cube', 'models'],
}

const imported = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g

function sources(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('dist'))
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('rooms import along the arrows of the house', () => {
  test.each(Object.entries(arrows))('%s', (room, allowed) => {
    const files = sources(room)
    expect(files.length).toBeGreaterThan(0)
    const strays = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(imported)]
        .map(([, path = '']) => relative(root, resolve(dirname(file), path)).split('/')[0] ?? '')
        .filter((target) => target !== room && !allowed.includes(target))
        .map((target) => `${relative(root, file)} imports ${target}/`),
    )
    expect(strays).toEqual([])
  })
})

test('the lockfile names no host', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/)
})
