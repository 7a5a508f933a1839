// Sums of slopes, sum_i w_i k_i,n over i < count, added as ../../weighted-sum.ts adds them: 0, then three at a time, then what is
// left one by one. Slope i lies at k + i * stride, and `size` is the length of a vector in bytes. Two states share a register; an odd
// one at the end has a register of its own, so vectors are followed by room for one more number.

function sumAt(k: usize, stride: usize, w: usize, count: i32): v128 {
  let sum = f64x2.splat(0);
  let i = 0;
  for (; i + 2 < count; i += 3) {
    const first = f64x2.mul(v128.load_splat<f64>(w), v128.load(k));
    const second = f64x2.mul(v128.load_splat<f64>(w, 8), v128.load(k + stride));
    const third = f64x2.mul(v128.load_splat<f64>(w, 16), v128.load(k + 2 * stride));
    sum = f64x2.add(sum, f64x2.add(f64x2.add(first, second), third));
    w += 24;
    k += 3 * stride;
  }
  for (; i < count; i++) {
    sum = f64x2.add(sum, f64x2.mul(v128.load_splat<f64>(w), v128.load(k)));
    w += 8;
    k += stride;
  }
  return sum;
}

// out = base + h sum; `scale` is where h is.
export function stage(
  out: usize, base: usize, scale: usize, size: usize, k: usize, stride: usize, w: usize, count: i32,
): void {
  const h = v128.load_splat<f64>(scale);
  for (let n: usize = 0; n < size; n += 16)
    v128.store(out + n, f64x2.add(v128.load(base + n), f64x2.mul(h, sumAt(k + n, stride, w, count))));
}

// out = h sum
export function scaled(out: usize, scale: usize, size: usize, k: usize, stride: usize, w: usize, count: i32): void {
  const h = v128.load_splat<f64>(scale);
  for (let n: usize = 0; n < size; n += 16)
    v128.store(out + n, f64x2.mul(sumAt(k + n, stride, w, count), h));
}

// out = start + theta (q_0 + theta (q_1 + ...)), `degree` vectors q_p at q + p * stride; `theta` is where theta is.
export function dense(out: usize, start: usize, theta: usize, size: usize, q: usize, stride: usize, degree: i32): void {
  const t = v128.load_splat<f64>(theta);
  const highest = q + (degree - 1) * stride;
  for (let n: usize = 0; n < size; n += 16) {
    let at = highest + n;
    let value = v128.load(at);
    for (let p = 1; p < degree; p++) {
      at -= stride;
      value = f64x2.add(v128.load(at), f64x2.mul(t, value));
    }
    v128.store(out + n, f64x2.add(v128.load(start + n), f64x2.mul(t, value)));
  }
}
