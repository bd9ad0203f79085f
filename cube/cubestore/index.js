/** There is no Cube Store here: immutable builds with marts do the work of its rollups. */
const isCubeStoreSupported = () => false

class CubeStoreHandler {
  constructor() {
    throw new Error(
      'Cube Store is not part of this product: unset CUBEJS_CUBESTORE_HOST and CUBEJS_EXT_DB_TYPE.',
    )
  }
}

module.exports = { CubeStoreHandler, isCubeStoreSupported }
