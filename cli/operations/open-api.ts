const json = (schema: object, description = 'Done') => ({
  description,
  content: { 'application/json': { schema } },
})
const refused = (description: string) => json({ $ref: '#/components/schemas/Fault' }, description)
const query = (name: string, description: string) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
})
const text = { type: 'string' } as const
const object = { type: 'object' } as const

const pin = {
  name: 'X-Salesops-Build',
  in: 'header',
  description:
    'Answer from this build: one that an answer has named, for half an hour after it was last used. 410 afterwards.',
  schema: text,
}
const built = {
  'X-Salesops-Build': { description: 'The build that every row is from', schema: text },
  'X-Salesops-As-Of': { description: 'The instant that its data is of', schema: text },
  ETag: { description: 'Send it as If-None-Match; 304 where the answer still holds', schema: text },
}

const answers = {
  200: { ...json(object, "Rows with their annotation, as Cube's REST API gives them"), headers: built },
  304: { description: 'The answer that the client has still holds' },
  400: refused('query_invalid, query_failed, query_too_large, too_many_rows, body_invalid'),
  401: refused('token_missing, token_invalid, token_expired, session_ended'),
  403: refused('query_denied'),
  410: refused('build_released'),
  413: refused('query_too_long'),
  504: refused('query_timeout'),
}
const bearer = [{ token: [] }]

/** What this server answers besides what is Cube's own (`/cubejs-api/v1/meta`, `/sql`, `/graphql`). */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'salesops',
    version: '1',
    description: 'Sales numbers by REST. Measures and dimensions are told by /cubejs-api/v1/meta.',
  },
  paths: {
    '/cubejs-api/v1/load': {
      get: {
        summary: 'Ask a query',
        security: bearer,
        parameters: [
          pin,
          query('query', 'A Cube query as JSON'),
          query('queryType', '`multi` for comparisons and several queries'),
        ],
        responses: answers,
      },
      post: {
        summary: 'Ask a query that is too long for an address',
        security: bearer,
        parameters: [pin],
        requestBody: json({ type: 'object', properties: { query: object, queryType: text } }, 'The query'),
        responses: answers,
      },
    },
    '/api/context': {
      get: {
        summary: 'The build that is served: company, calendar, sources, audits',
        responses: { 200: json(object), 401: refused('sign_in_needed'), 503: refused('no_build') },
      },
    },
    '/api/questions/{name}.csv': {
      get: {
        summary: 'The answer to a saved question as CSV, for a token (also as ?token=)',
        security: bearer,
        responses: {
          200: { description: 'The rows, below the names of their columns' },
          401: refused('token_missing, token_invalid, token_expired, session_ended'),
          404: refused('question_unknown'),
        },
      },
    },
    '/api/session': {
      get: {
        summary: "A token for the page's own requests",
        responses: { 200: json(object), 401: refused('sign_in_needed') },
      },
    },
    '/api/people': {
      get: { summary: 'Whom the sample company can be looked at as', responses: { 200: json(object) } },
    },
    '/api/builds': {
      get: {
        summary: 'Websocket for pages of this server: told of each build as it comes to be served',
        responses: { 101: { description: 'Messages are {"build": ID, "asOf": ISO}' } },
      },
    },
    '/api/sign-in': {
      post: {
        summary: 'Sign in with a name and a password',
        requestBody: json({ type: 'object', properties: { name: text, password: text } }, 'Who'),
        responses: {
          200: json(object),
          401: refused('sign_in_wrong'),
          403: refused('cross_site, local_only'),
          429: refused('too_many_attempts'),
        },
      },
    },
    '/api/sign-out': { post: { summary: 'End the session', responses: { 200: json(object) } } },
    '/api/openapi.json': { get: { summary: 'This document', responses: { 200: json(object) } } },
    '/livez': { get: { summary: 'The process answers', responses: { 200: json(object) } } },
    '/readyz': {
      get: {
        summary: 'A build is open, its model compiled, a probe query answered',
        responses: { 200: json(object), 503: refused('not_ready') },
      },
    },
    '/metrics': {
      get: {
        summary: "Prometheus metrics, for this machine or with an admin's token",
        security: bearer,
        responses: {
          200: { description: 'Metrics', content: { 'text/plain': {} } },
          401: refused('token_missing'),
          403: refused('metrics_denied'),
        },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    schemas: {
      Fault: {
        type: 'object',
        required: ['error', 'code'],
        properties: {
          error: { type: 'string', description: 'One sentence' },
          code: { type: 'string', description: 'Stays the same' },
          cure: { type: 'string', description: 'What to do about it' },
        },
      },
    },
  },
} as const
