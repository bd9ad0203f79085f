const SETTINGS = /^(CUBEJS_|CUBESQL_|CUBE_JS_)/

/**
 * Removes inherited settings of Cube's from the environment of this process.
 *
 * Cube reads them at any time, also in the middle of a request, so they cannot be passed as options. An
 * inherited one would change answers (CUBEJS_DB_QUERY_LIMIT, CUBEJS_DEFAULT_TIMEZONE) or open a door
 * (CUBEJS_DEV_MODE, CUBEJS_PLAYGROUND_AUTH_SECRET); all that this product needs is set in code.
 */
export function sealEnvironment(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) {
    if (SETTINGS.test(name)) delete environment[name]
  }
}

// Read by Cube's constructor: without the first it takes development mode, with its playground and its log of
// full statements; without the second it prints that Cube Store is missing.
const DURING_START = { NODE_ENV: 'production', CUBEJS_EXTERNAL_DEFAULT: 'false' }

/** Runs a synchronous step with Cube's settings in place; the environment is as before when anything else runs. */
export function inProduction<T>(step: () => T): T {
  const before = Object.keys(DURING_START).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, DURING_START)
  try {
    return step()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
