#!/usr/bin/env node
// Installs what is missing, then builds the browser app if its sources changed (`--web`).
// Runs before anything is installed: only Node's own modules here.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old; install Node 20.19 or newer`)
}

step('Installing packages', join(root, 'node_modules', '.salesops-installed'), ['package-lock.json'], ['ci'])
if (process.argv.includes('--web')) {
  const sources = ['package-lock.json', ...filesBelow('dashboards'), ...filesBelow('models/contract')]
  step('Building the pages', join(root, 'dashboards', 'web', 'dist', '.salesops-built'), sources, [
    'run',
    '-s',
    'build:web',
  ])
}

/** Runs npm unless the stamp says that it ran for the same files; the stamp is written last. */
function step(title, stamp, files, npmArguments) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  const wanted = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  process.stderr.write(`${title} …\n`)
  const windows = process.platform === 'win32'
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', npmArguments, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
  })
  if (status !== 0) fail(`npm ${npmArguments.join(' ')} failed; see its messages above`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('web', 'dist')))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

function fail(message) {
  process.stderr.write(`salesops: ${message}\n`)
  process.exit(1)
}
