const { pivotQuery, rowsToColumnar, shapeRows } = require('./shape.js')

function unavailable(what, cure) {
  return () => {
    throw new Error(`${what} needs Cube's native extension, which this product does not use: ${cure}.`)
  }
}

// Templates fail only when one is rendered: an engine is asked for with every YAML file.
class NativeInstance {
  newJinjaEngine() {
    const render = unavailable('A Jinja template', 'write the model in plain YAML, without {{ }} and {% %}')
    return { loadTemplate: render, renderTemplate: render }
  }

  loadPythonContext = unavailable('A Python file in the model', 'write the model in plain YAML')
}

const encode = (value) => new TextEncoder().encode(JSON.stringify(value)).buffer

/** Rows of one query, and what is needed to shape them. */
class ResultWrapper {
  isWrapper = true
  #rows
  #transform
  #root

  constructor(rows) {
    if (!Array.isArray(rows)) throw new Error('A result that is no array of rows came from the driver.')
    this.#rows = rows
  }

  setTransformData(transform) {
    this.#transform = transform
  }

  setRootResultObject(root) {
    this.#root = root
  }

  getTransformData() {
    return [this.#transform]
  }

  getRootResultObject() {
    return [this.#root]
  }

  getRawData() {
    return [this.#rows]
  }

  getResults() {
    return [this]
  }

  /** The answer as an object: what was asked, its annotation, and the data in the format asked for. */
  shape() {
    return { ...this.#root, data: shapeRows(this.#transform, this.#rows) }
  }

  async getFinalResult() {
    return encode(this.shape())
  }
}

class ManyResults {
  isWrapper = true
  results

  constructor(results) {
    this.results = results
  }

  getTransformData() {
    return this.results.flatMap((result) => result.getTransformData())
  }

  getRootResultObject() {
    return this.results.flatMap((result) => result.getRootResultObject())
  }

  getRawData() {
    return this.results.flatMap((result) => result.getRawData())
  }

  getResults() {
    return this.results
  }
}

/** The answer to a request of several queries (a comparison of periods, a blend): they share a pivot. */
class ResultMultiWrapper extends ManyResults {
  #root

  constructor(results, root) {
    super(results)
    this.#root = root
  }

  async getFinalResult() {
    const results = this.results.map((result) => result.shape())
    return encode({
      queryType: this.#root.queryType,
      results,
      pivotQuery: pivotQuery(
        this.#root.queryType,
        results.map((result) => result.query),
      ),
      slowQuery: Boolean(this.#root.slowQuery),
    })
  }
}

/** Results side by side, as the SQL interface asks for them. */
class ResultArrayWrapper extends ManyResults {
  async getFinalResult() {
    return encode({ results: this.results.map((result) => result.shape()) })
  }
}

/** A statement without its literals, fit for a log. */
function redactSqlLiterals(sql) {
  return sql.replace(/'(?:[^']|'')*'/g, "'?'").replace(/\b\d+(?:\.\d+)?\b/g, '?')
}

const sqlInterface = unavailable(
  "Cube's own SQL interface",
  'ask by REST, GraphQL or the SQL endpoint of this product',
)
const nativeCompiler = unavailable('Native transpilation', 'unset CUBEJS_TRANSPILATION_NATIVE')
const buildSqlAndParams = unavailable('The native SQL planner', 'unset CUBEJS_TESSERACT_SQL_PLANNER')
const parseCubestoreResultMessage = unavailable('Cube Store', 'unset CUBEJS_CUBESTORE_HOST')
const setupLogger = () => {}
const shutdownInterface = async () => {}

// Plain names only: Node reads the names of a CommonJS module's exports from this literal.
module.exports = {
  NativeInstance,
  ResultArrayWrapper,
  ResultMultiWrapper,
  ResultWrapper,
  buildSqlAndParams,
  execSql: sqlInterface,
  parseCubestoreResultMessage,
  redactSqlLiterals,
  registerInterface: sqlInterface,
  rest4sql: sqlInterface,
  rowsToColumnar,
  setupLogger,
  shutdownInterface,
  sql4sql: sqlInterface,
  transpileJs: nativeCompiler,
  transpileYaml: nativeCompiler,
}
