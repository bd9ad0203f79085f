export type ShapedRow = Record<string, string | number | boolean | null>

export interface Transform {
  aliasToMemberNameMap: Record<string, string>
  annotation: Record<string, { type: string }>
  query: {
    measures?: string[]
    dimensions?: string[]
    timeDimensions?: { dimension: string; granularity?: string; dateRange?: string | string[] }[]
  }
  queryType: string
  resType?: string
}

export declare class NativeInstance {
  newJinjaEngine(options?: unknown): {
    loadTemplate(...args: unknown[]): void
    renderTemplate(...args: unknown[]): void
  }
  loadPythonContext(...args: unknown[]): Promise<unknown>
}

declare class Result {
  readonly isWrapper: true
  getTransformData(): unknown[]
  getRootResultObject(): unknown[]
  getRawData(): unknown[]
  getResults(): ResultWrapper[]
  /** The answer as JSON in UTF-8. */
  getFinalResult(): Promise<ArrayBuffer>
}

export declare class ResultWrapper extends Result {
  constructor(rows: unknown[])
  setTransformData(transform: Transform): void
  setRootResultObject(root: Record<string, unknown>): void
  shape(): Record<string, unknown>
}

export declare class ResultMultiWrapper extends Result {
  constructor(results: ResultWrapper[], root: { queryType: string; slowQuery: boolean })
}

export declare class ResultArrayWrapper extends Result {
  constructor(results: ResultWrapper[])
}

export declare function rowsToColumnar(rows: Record<string, unknown>[]): {
  members: string[]
  columns: unknown[][]
}
export declare function redactSqlLiterals(sql: string): string
export declare function setupLogger(...args: unknown[]): void
export declare function shutdownInterface(...args: unknown[]): Promise<void>
export declare function buildSqlAndParams(...args: unknown[]): never
export declare function execSql(...args: unknown[]): never
export declare function parseCubestoreResultMessage(...args: unknown[]): never
export declare function registerInterface(...args: unknown[]): never
export declare function rest4sql(...args: unknown[]): never
export declare function sql4sql(...args: unknown[]): never
export declare function transpileJs(...args: unknown[]): never
export declare function transpileYaml(...args: unknown[]): never
