/**
 * Products of a matrix G, shape (rows, columns), row-major, with ideal wires: every line ends at a virtual ground, so
 *
 *   row current     r_m = sum_i G_mi x_i      (columns driven to x)
 *   column current  c_i = sum_m G_mi y_m      (rows driven to y)
 *
 * The fused form reads G once for both. The order of every sum is fixed, so that another implementation (two columns to a
 * SIMD register) can give the same bits: a row sums its even and its odd columns apart and adds the two; a column adds
 * ((G_0 y_0 + G_1 y_1) + (G_2 y_2 + G_3 y_3)) for each four rows in turn, and the last rows % 4 rows one at a time.
 * The single products follow the same order, hence the same bits. All operands live in one array `v`, at `x`, `y`, `r`, `c`.
 */
export function fusedProduct(
  g: Float64Array,
  rows: number,
  columns: number,
  v: Float64Array,
  x: number,
  y: number,
  r: number,
  c: number,
): void {
  for (let i = 0; i < columns; i++) v[c + i] = 0;
  const blocked = rows - (rows % 4);
  for (let m = 0; m < blocked; m += 4) fusedFourRows(g, m * columns, columns, v, x, y + m, r + m, c);
  for (let m = blocked; m < rows; m++) fusedRow(g, m * columns, columns, v, x, y + m, r + m, c);
}

/** Four rows at once: eight independent sums keep the floating-point unit busy, and c is read and written once. */
function fusedFourRows(
  g: Float64Array,
  g0: number,
  columns: number,
  v: Float64Array,
  x: number,
  y: number,
  r: number,
  c: number,
): void {
  const g1 = g0 + columns;
  const g2 = g1 + columns;
  const g3 = g2 + columns;
  const y0 = v[y];
  const y1 = v[y + 1];
  const y2 = v[y + 2];
  const y3 = v[y + 3];
  let even0 = 0;
  let even1 = 0;
  let even2 = 0;
  let even3 = 0;
  let odd0 = 0;
  let odd1 = 0;
  let odd2 = 0;
  let odd3 = 0;
  const paired = columns - (columns % 2);
  for (let i = 0; i < paired; i += 2) {
    const xEven = v[x + i];
    const a0 = g[g0 + i];
    const a1 = g[g1 + i];
    const a2 = g[g2 + i];
    const a3 = g[g3 + i];
    even0 += a0 * xEven;
    even1 += a1 * xEven;
    even2 += a2 * xEven;
    even3 += a3 * xEven;
    v[c + i] += a0 * y0 + a1 * y1 + (a2 * y2 + a3 * y3);
    const xOdd = v[x + i + 1];
    const b0 = g[g0 + i + 1];
    const b1 = g[g1 + i + 1];
    const b2 = g[g2 + i + 1];
    const b3 = g[g3 + i + 1];
    odd0 += b0 * xOdd;
    odd1 += b1 * xOdd;
    odd2 += b2 * xOdd;
    odd3 += b3 * xOdd;
    v[c + i + 1] += b0 * y0 + b1 * y1 + (b2 * y2 + b3 * y3);
  }
  if (paired < columns) {
    const last = v[x + paired];
    const a0 = g[g0 + paired];
    const a1 = g[g1 + paired];
    const a2 = g[g2 + paired];
    const a3 = g[g3 + paired];
    even0 += a0 * last;
    even1 += a1 * last;
    even2 += a2 * last;
    even3 += a3 * last;
    v[c + paired] += a0 * y0 + a1 * y1 + (a2 * y2 + a3 * y3);
  }
  v[r] = even0 + odd0;
  v[r + 1] = even1 + odd1;
  v[r + 2] = even2 + odd2;
  v[r + 3] = even3 + odd3;
}

function fusedRow(
  g: Float64Array,
  g0: number,
  columns: number,
  v: Float64Array,
  x: number,
  y: number,
  r: number,
  c: number,
): void {
  const y0 = v[y];
  for (let i = 0; i < columns; i++) v[c + i] += g[g0 + i] * y0;
  v[r] = rowSum(g, g0, columns, v, x);
}

function rowSum(g: Float64Array, g0: number, columns: number, v: Float64Array, x: number): number {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < columns; i++) {
    if (i % 2 === 0) even += g[g0 + i] * v[x + i];
    else odd += g[g0 + i] * v[x + i];
  }
  return even + odd;
}

/** r = G x alone. */
export function rowProduct(
  g: Float64Array,
  rows: number,
  columns: number,
  v: Float64Array,
  x: number,
  r: number,
): void {
  for (let m = 0; m < rows; m++) v[r + m] = rowSum(g, m * columns, columns, v, x);
}

/** c = G' y alone. */
export function columnProduct(
  g: Float64Array,
  rows: number,
  columns: number,
  v: Float64Array,
  y: number,
  c: number,
): void {
  for (let i = 0; i < columns; i++) v[c + i] = 0;
  const blocked = rows - (rows % 4);
  for (let m = 0; m < blocked; m += 4) {
    for (let i = 0, at = m * columns; i < columns; i++, at++) {
      const low = g[at] * v[y + m] + g[at + columns] * v[y + m + 1];
      const high = g[at + 2 * columns] * v[y + m + 2] + g[at + 3 * columns] * v[y + m + 3];
      v[c + i] += low + high;
    }
  }
  for (let m = blocked; m < rows; m++) {
    for (let i = 0; i < columns; i++) v[c + i] += g[m * columns + i] * v[y + m];
  }
}

/** What `rowProduct` does, backwards: w(x_i) += sum_m G_mi w(r_m). Rows without weight cost nothing. */
export function addRowAdjoint(
  g: Float64Array,
  rows: number,
  columns: number,
  w: Float64Array,
  x: number,
  r: number,
): void {
  for (let m = 0, at = 0; m < rows; m++, at += columns) {
    const weight = w[r + m];
    if (weight === 0) continue;
    for (let i = 0; i < columns; i++) w[x + i] += g[at + i] * weight;
  }
}

/** What `columnProduct` does, backwards: w(y_m) += sum_i G_mi w(c_i). Columns without weight cost nothing. */
export function addColumnAdjoint(
  g: Float64Array,
  rows: number,
  columns: number,
  w: Float64Array,
  y: number,
  c: number,
): void {
  for (let i = 0; i < columns; i++) {
    const weight = w[c + i];
    if (weight === 0) continue;
    for (let m = 0, at = i; m < rows; m++, at += columns) w[y + m] += g[at] * weight;
  }
}
