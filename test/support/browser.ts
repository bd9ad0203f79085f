import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import packageFile from '../../package.json' with { type: 'json' }
import { setVariables } from './variables.ts'

/** Where Chrome and Chromium are installed, by system. */
const installed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
}

/** Opens a real Chromium: the one of CHROME_PATH, an installed one, or that of the npm package. */
export async function openBrowser(): Promise<Browser> {
  const found = [process.env.CHROME_PATH, ...(installed[process.platform] ?? [])].find(
    (path) => path !== undefined && existsSync(path),
  )
  const { path, env } = found ? { path: found, env: {} } : await packagedChromium()
  return chromium.launch({
    executablePath: path,
    // Containers give no sandbox to build on; the pages are our own.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...definedEnv(), ...env },
  })
}

/** Unpacks the package's Chromium once a machine and version, whole before it gets its name. */
async function packagedChromium(): Promise<{ path: string; env: Record<string, string> }> {
  const version = packageFile.devDependencies['@sparticuz/chromium']
  const folder = join(tmpdir(), `salesops-chromium-${version}`)
  if (!existsSync(folder)) await unpack(folder)
  const libraries = join(folder, 'al2023', 'lib')
  return {
    path: join(folder, 'chromium'),
    env: {
      // The libraries that it was built with, for a system that may have none of them.
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, libraries].filter(Boolean).join(':'),
      ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  }
}

async function unpack(folder: string): Promise<void> {
  const partial = mkdtempSync(`${folder}-`)
  const { TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env
  // The package unpacks into the temporary folder, its libraries only where it thinks it runs on Lambda.
  process.env.TMPDIR = partial
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
  } finally {
    setVariables({ TMPDIR, AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH })
  }
  try {
    renameSync(partial, folder)
  } catch (error) {
    // Another process was first: its copy is as good.
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
