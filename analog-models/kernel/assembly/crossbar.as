// Products of a row-major matrix G at `g`. The order of every sum is that of ../../crossbar-product.ts, which documents it:
// two neighbouring columns share a register, so that a row's even and odd columns are summed in its two halves.

function zeros(at: usize, count: i32): void {
  memory.fill(at, 0, (<usize>count) << 3);
}

// r = G x and c = G' y in one pass over G.
export function fused(g: usize, rows: i32, columns: i32, x: usize, y: usize, r: usize, c: usize): void {
  zeros(c, columns);
  const line = (<usize>columns) << 3;
  const blocked = rows & ~3;
  let m = 0;
  for (; m < blocked; m += 4) {
    fusedFourRows(g, line, x, y, r, c);
    g += 4 * line;
    y += 32;
    r += 32;
  }
  for (; m < rows; m++) {
    addScaled(g, line, load<f64>(y), c);
    store<f64>(r, rowSum(g, line, x));
    g += line;
    y += 8;
    r += 8;
  }
}

function fusedFourRows(g0: usize, line: usize, x: usize, y: usize, r: usize, c: usize): void {
  const g1 = g0 + line;
  const g2 = g1 + line;
  const g3 = g2 + line;
  const y0 = v128.load_splat<f64>(y);
  const y1 = v128.load_splat<f64>(y, 8);
  const y2 = v128.load_splat<f64>(y, 16);
  const y3 = v128.load_splat<f64>(y, 24);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const paired = line & ~15;
  let i: usize = 0;
  for (; i < paired; i += 16) {
    const xi = v128.load(x + i);
    const a0 = v128.load(g0 + i);
    const a1 = v128.load(g1 + i);
    const a2 = v128.load(g2 + i);
    const a3 = v128.load(g3 + i);
    s0 = f64x2.add(s0, f64x2.mul(a0, xi));
    s1 = f64x2.add(s1, f64x2.mul(a1, xi));
    s2 = f64x2.add(s2, f64x2.mul(a2, xi));
    s3 = f64x2.add(s3, f64x2.mul(a3, xi));
    const low = f64x2.add(f64x2.mul(a0, y0), f64x2.mul(a1, y1));
    const high = f64x2.add(f64x2.mul(a2, y2), f64x2.mul(a3, y3));
    v128.store(c + i, f64x2.add(v128.load(c + i), f64x2.add(low, high)));
  }
  let even0 = f64x2.extract_lane(s0, 0);
  let even1 = f64x2.extract_lane(s1, 0);
  let even2 = f64x2.extract_lane(s2, 0);
  let even3 = f64x2.extract_lane(s3, 0);
  if (i < line) {
    const xi = load<f64>(x + i);
    const a0 = load<f64>(g0 + i);
    const a1 = load<f64>(g1 + i);
    const a2 = load<f64>(g2 + i);
    const a3 = load<f64>(g3 + i);
    even0 += a0 * xi;
    even1 += a1 * xi;
    even2 += a2 * xi;
    even3 += a3 * xi;
    const low = a0 * load<f64>(y) + a1 * load<f64>(y, 8);
    const high = a2 * load<f64>(y, 16) + a3 * load<f64>(y, 24);
    store<f64>(c + i, load<f64>(c + i) + (low + high));
  }
  store<f64>(r, even0 + f64x2.extract_lane(s0, 1));
  store<f64>(r, even1 + f64x2.extract_lane(s1, 1), 8);
  store<f64>(r, even2 + f64x2.extract_lane(s2, 1), 16);
  store<f64>(r, even3 + f64x2.extract_lane(s3, 1), 24);
}

// c += G_m y for one row m of `line` bytes.
function addScaled(g: usize, line: usize, y: f64, c: usize): void {
  const paired = line & ~15;
  const ys = f64x2.splat(y);
  let i: usize = 0;
  for (; i < paired; i += 16) v128.store(c + i, f64x2.add(v128.load(c + i), f64x2.mul(v128.load(g + i), ys)));
  if (i < line) store<f64>(c + i, load<f64>(c + i) + load<f64>(g + i) * y);
}

function rowSum(g: usize, line: usize, x: usize): f64 {
  const paired = line & ~15;
  let s = f64x2.splat(0);
  let i: usize = 0;
  for (; i < paired; i += 16) s = f64x2.add(s, f64x2.mul(v128.load(g + i), v128.load(x + i)));
  let even = f64x2.extract_lane(s, 0);
  if (i < line) even += load<f64>(g + i) * load<f64>(x + i);
  return even + f64x2.extract_lane(s, 1);
}

// r = G x alone.
export function rowProduct(g: usize, rows: i32, columns: i32, x: usize, r: usize): void {
  const line = (<usize>columns) << 3;
  for (let m = 0; m < rows; m++) {
    store<f64>(r, rowSum(g, line, x));
    g += line;
    r += 8;
  }
}

// c = G' y alone.
export function columnProduct(g: usize, rows: i32, columns: i32, y: usize, c: usize): void {
  zeros(c, columns);
  const line = (<usize>columns) << 3;
  const blocked = rows & ~3;
  let m = 0;
  for (; m < blocked; m += 4) {
    addFourRows(g, line, y, c);
    g += 4 * line;
    y += 32;
  }
  for (; m < rows; m++) {
    addScaled(g, line, load<f64>(y), c);
    g += line;
    y += 8;
  }
}

function addFourRows(g0: usize, line: usize, y: usize, c: usize): void {
  const g1 = g0 + line;
  const g2 = g1 + line;
  const g3 = g2 + line;
  const y0 = v128.load_splat<f64>(y);
  const y1 = v128.load_splat<f64>(y, 8);
  const y2 = v128.load_splat<f64>(y, 16);
  const y3 = v128.load_splat<f64>(y, 24);
  const paired = line & ~15;
  let i: usize = 0;
  for (; i < paired; i += 16) {
    const low = f64x2.add(f64x2.mul(v128.load(g0 + i), y0), f64x2.mul(v128.load(g1 + i), y1));
    const high = f64x2.add(f64x2.mul(v128.load(g2 + i), y2), f64x2.mul(v128.load(g3 + i), y3));
    v128.store(c + i, f64x2.add(v128.load(c + i), f64x2.add(low, high)));
  }
  if (i < line) {
    const low = load<f64>(g0 + i) * load<f64>(y) + load<f64>(g1 + i) * load<f64>(y, 8);
    const high = load<f64>(g2 + i) * load<f64>(y, 16) + load<f64>(g3 + i) * load<f64>(y, 24);
    store<f64>(c + i, load<f64>(c + i) + (low + high));
  }
}
