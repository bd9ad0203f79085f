/** Solves A x = b for a symmetric positive definite A, given as the rows of its lower triangle in one list, which it overwrites. */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  for (let j = 0; j < n; j++) {
    const rowJ = j * n
    for (let i = j; i < n; i++) {
      const rowI = i * n
      let sum = a[rowI + j] ?? 0
      for (let k = 0; k < j; k++) sum -= (a[rowI + k] ?? 0) * (a[rowJ + k] ?? 0)
      a[rowI + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (a[rowJ + j] ?? 1)
    }
  }
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0
    for (let k = 0; k < i; k++) sum -= (a[i * n + k] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (a[i * n + i] ?? 1)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0
    for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (a[i * n + i] ?? 1)
  }
  return x
}
