export declare function isCubeStoreSupported(): boolean
export declare class CubeStoreHandler {
  constructor(...args: unknown[])
}
