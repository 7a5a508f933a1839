// tanh with the very bits of the reference, Math.tanh, which V8 takes from FreeBSD's msun and that from fdlibm:
//
//   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//   Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
//   freely granted, provided that this notice is preserved.
//
// s_tanh.c: tanh |x| = -t / (t + 2), t = expm1(-2|x|) below 1, and 1 - 2 / (t + 2), t = expm1(2|x|) above; s_expm1.c: a rational
// approximation on +-0.5 ln 2, and argument reduction by multiples of ln 2 beyond. Two at a time: where neither needs
// reduction, which is where amplifiers are that do not slew, without it; else both with all branches, each taking its own.

export const LN2_HI: f64 = 6.93147180369123816490e-1;
export const LN2_LO: f64 = 1.90821492927058770002e-10;
export const INV_LN2: f64 = 1.44269504088896338700;
const Q1: f64 = -3.33333333333331316428e-2;
const Q2: f64 = 1.58730158725481460165e-3;
const Q3: f64 = -7.93650757867487942473e-5;
const Q4: f64 = 4.00821782732936239552e-6;
const Q5: f64 = -2.01099218183624371326e-7;
// Bit patterns of thresholds: 2^-28, 22, and the high words of 0.5 ln 2 and 1.5 ln 2 rounded up.
const TINY = reinterpret<f64>(<u64>0x3e300000_00000000);
export const HALF_LN2 = reinterpret<f64>(<u64>0x3fd62e43_00000000);
export const THREE_HALVES_LN2 = reinterpret<f64>(<u64>0x3ff0a2b2_00000000);

function powerOf2(k: i32): f64 {
  return reinterpret<f64>((<u64>(1023 + k)) << 52);
}

export function tanh(x: f64): f64 {
  const size = abs(x);
  if (!(size < 22)) return size == size ? copysign<f64>(1, x) : x;
  if (size < TINY) return x;
  if (size >= 1) return copysign<f64>(1 - 2 / (expm1(2 * size) + 2), x);
  const t = expm1(-2 * size);
  return copysign<f64>(-t / (t + 2), x);
}

// For 2^-27 <= |x| < 44.
function expm1(x: f64): f64 {
  const size = abs(x);
  let k = 0;
  let hi: f64 = x;
  let lo: f64 = 0;
  if (size >= HALF_LN2) {
    if (size < THREE_HALVES_LN2) k = x > 0 ? 1 : -1;
    else k = <i32>(INV_LN2 * x + (x > 0 ? 0.5 : -0.5));
    hi = x - <f64>k * LN2_HI;
    lo = <f64>k * LN2_LO;
    x = hi - lo;
  }
  const half = 0.5 * x;
  const square = x * half;
  const r = 1 + square * (Q1 + square * (Q2 + square * (Q3 + square * (Q4 + square * Q5))));
  const t = 3 - r * half;
  const e = square * ((r - t) / (6 - x * t));
  if (k == 0) return x - (x * e - square);
  const c = hi - x - lo;
  return scaled(x, x * (e - c) - c - square, k);
}

// 2^k (1 + x - e) - 1
function scaled(x: f64, e: f64, k: i32): f64 {
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) return (1 - (e - x)) * powerOf2(k) - 1;
  if (k < 20) return (1 - powerOf2(-k) - (e - x)) * powerOf2(k);
  return (x - (e + powerOf2(-k)) + 1) * powerOf2(k);
}

// Two at a time.
export function tanh2(u: v128): v128 {
  const size = f64x2.abs(u);
  const small = f64x2.lt(size, f64x2.splat(1));
  const x = f64x2.mul(v128.bitselect(f64x2.splat(-2), f64x2.splat(2), small), size);
  // Halving and doubling are exact: this is |x| < 0.5 ln 2.
  const direct = f64x2.lt(size, f64x2.splat(0.5 * HALF_LN2));
  const t = i64x2.all_true(direct) ? direct2(x) : reduced2(x, direct);
  const quotient = f64x2.div(v128.bitselect(f64x2.neg(t), f64x2.splat(2), small), f64x2.add(t, f64x2.splat(2)));
  const z = v128.bitselect(quotient, f64x2.sub(f64x2.splat(1), quotient), small);
  const flat = v128.bitselect(z, f64x2.splat(1), f64x2.lt(size, f64x2.splat(22)));
  const signed = v128.bitselect(u, flat, i64x2.splat(0x8000000000000000));
  const kept = v128.or(f64x2.lt(size, f64x2.splat(TINY)), f64x2.ne(u, u));
  return v128.bitselect(u, signed, kept);
}

// e of s_expm1.c for |x| <= 0.5 ln 2, before what argument reduction adds; `square` is x x / 2.
function rational2(x: v128, half: v128, square: v128): v128 {
  let r = f64x2.add(f64x2.splat(Q4), f64x2.mul(square, f64x2.splat(Q5)));
  r = f64x2.add(f64x2.splat(Q3), f64x2.mul(square, r));
  r = f64x2.add(f64x2.splat(Q2), f64x2.mul(square, r));
  r = f64x2.add(f64x2.splat(Q1), f64x2.mul(square, r));
  r = f64x2.add(f64x2.splat(1), f64x2.mul(square, r));
  const t = f64x2.sub(f64x2.splat(3), f64x2.mul(r, half));
  return f64x2.mul(square, f64x2.div(f64x2.sub(r, t), f64x2.sub(f64x2.splat(6), f64x2.mul(x, t))));
}

// expm1 of two that need no reduction.
function direct2(x: v128): v128 {
  const half = f64x2.mul(f64x2.splat(0.5), x);
  const square = f64x2.mul(x, half);
  return f64x2.sub(x, f64x2.sub(f64x2.mul(x, rational2(x, half, square)), square));
}

// expm1 of two as `tanh` needs it: x = -2 size for a size below 1, else 2 size, |x| < 44 where it matters.
function reduced2(y: v128, direct: v128): v128 {
  const near = f64x2.lt(f64x2.abs(y), f64x2.splat(THREE_HALVES_LN2));
  const towards = v128.bitselect(f64x2.splat(-0.5), f64x2.splat(0.5), f64x2.lt(y, f64x2.splat(0)));
  const far = f64x2.trunc(f64x2.add(f64x2.mul(f64x2.splat(INV_LN2), y), towards));
  // Of those that are near only the negative ones are below 1, and others do not occur.
  const k = v128.andnot(v128.bitselect(f64x2.splat(-1), far, near), direct);
  const hi = f64x2.sub(y, f64x2.mul(k, f64x2.splat(LN2_HI)));
  const lo = f64x2.mul(k, f64x2.splat(LN2_LO));
  const x = f64x2.sub(hi, lo);
  const c = f64x2.sub(f64x2.sub(hi, x), lo);
  const half = f64x2.mul(f64x2.splat(0.5), x);
  const square = f64x2.mul(x, half);
  const rational = rational2(x, half, square);
  const e = f64x2.sub(f64x2.sub(f64x2.mul(x, f64x2.sub(rational, c)), c), square);
  const result = scaled2(x, e, k);
  const half1 = f64x2.splat(0.5);
  const minusOne = f64x2.sub(f64x2.mul(half1, f64x2.sub(x, e)), half1);
  return v128.bitselect(
    f64x2.sub(x, e),
    v128.bitselect(minusOne, result, f64x2.eq(k, f64x2.splat(-1))),
    f64x2.eq(k, f64x2.splat(0)),
  );
}

// 2^k (1 + x - e) - 1 for |k| >= 2
function scaled2(x: v128, e: v128, k: v128): v128 {
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const bias = i64x2.splat(1023);
  const power = i64x2.shl(i64x2.add(bias, exponent), 52);
  const inverse = i64x2.shl(i64x2.sub(bias, exponent), 52);
  const one = f64x2.splat(1);
  // Where 2^-k is lost beside 1, or beyond it, 1 is subtracted at the end.
  const late = v128.or(f64x2.lt(k, f64x2.splat(0)), f64x2.gt(k, f64x2.splat(56)));
  const early = v128.andnot(inverse, late);
  const body = f64x2.mul(f64x2.sub(f64x2.sub(one, early), f64x2.sub(e, x)), power);
  const all = f64x2.sub(body, v128.and(one, late));
  const middle = f64x2.mul(f64x2.add(f64x2.sub(x, f64x2.add(e, inverse)), one), power);
  return v128.bitselect(all, middle, v128.or(late, f64x2.lt(k, f64x2.splat(20))));
}
