import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { webApp } from './served.ts'

/** What a phone on a slow line can wait for. */
const LIMIT = 250_000

test('the first load is small, and holds no library for charts', async () => {
  const folder = await webApp()
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path)
  expect(scripts.length).toBeGreaterThan(0)
  const texts = scripts.map((path) => readFileSync(join(folder, path), 'utf8'))
  const compressed = texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
  expect(compressed).toBeGreaterThan(50_000)
  expect(compressed).toBeLessThan(LIMIT)
  // ECharts marks what it draws by this; it comes in a file of its own, with the first chart.
  const isCharts = (text: string): boolean => text.includes('__ec_')
  expect(texts.some(isCharts)).toBe(false)
  const all = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'))
  expect(all.some((name) => isCharts(readFileSync(join(folder, 'assets', name), 'utf8')))).toBe(true)
})
