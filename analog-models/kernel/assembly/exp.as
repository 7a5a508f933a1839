// exp with the very bits of the reference, Math.exp, which V8 takes from FreeBSD's msun and that from fdlibm:
//
//   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//   Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
//   freely granted, provided that this notice is preserved.
//
// e_exp.c: x = k ln 2 + r, |r| <= 0.5 ln 2, exp(r) = 1 + r + r c / (2 - c) with c = r - r^2 (P1 + ... + P5 r^8), times 2^k. Two at
// a time, for what a softmax asks: x <= 0, and so small seldom that the result is next to nothing. Whatever else is asked goes to
// Math.exp itself.
import { HALF_LN2, INV_LN2, LN2_HI, LN2_LO, THREE_HALVES_LN2 } from "./tanh";

@external("math", "exp")
export declare function exp(x: f64): f64;

const P1: f64 = 1.66666666666666019037e-1;
const P2: f64 = -2.77777777770155933842e-3;
const P3: f64 = 6.61375632143793436117e-5;
const P4: f64 = -1.65339022054652515390e-6;
const P5: f64 = 4.13813679705723846039e-8;
// Above this 2^k is a normal number.
const LEAST: f64 = -700;
// Bit pattern of a threshold: 2^-28.
const TINY = reinterpret<f64>(<u64>0x3e300000_00000000);

export function exp2(x: v128): v128 {
  const usual = v128.and(f64x2.ge(x, f64x2.splat(LEAST)), f64x2.le(x, f64x2.splat(0)));
  if (i64x2.all_true(usual)) return negative2(x);
  return f64x2.replace_lane(f64x2.splat(exp(f64x2.extract_lane(x, 0))), 1, exp(f64x2.extract_lane(x, 1)));
}

// For LEAST <= x <= 0.
function negative2(x: v128): v128 {
  const one = f64x2.splat(1);
  const size = f64x2.abs(x);
  const far = f64x2.trunc(f64x2.sub(f64x2.mul(f64x2.splat(INV_LN2), x), f64x2.splat(0.5)));
  const reduced = v128.bitselect(f64x2.splat(-1), far, f64x2.lt(size, f64x2.splat(THREE_HALVES_LN2)));
  const k = v128.and(reduced, f64x2.ge(size, f64x2.splat(HALF_LN2)));
  const hi = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HI)));
  const lo = f64x2.mul(k, f64x2.splat(LN2_LO));
  const r = f64x2.sub(hi, lo);
  const square = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.splat(P4), f64x2.mul(square, f64x2.splat(P5)));
  p = f64x2.add(f64x2.splat(P3), f64x2.mul(square, p));
  p = f64x2.add(f64x2.splat(P2), f64x2.mul(square, p));
  p = f64x2.add(f64x2.splat(P1), f64x2.mul(square, p));
  const c = f64x2.sub(r, f64x2.mul(square, p));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(one, f64x2.sub(f64x2.sub(lo, quotient), hi));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const scaled = f64x2.mul(y, i64x2.shl(i64x2.add(i64x2.splat(1023), exponent), 52));
  return v128.bitselect(f64x2.add(one, x), scaled, f64x2.lt(size, f64x2.splat(TINY)));
}
