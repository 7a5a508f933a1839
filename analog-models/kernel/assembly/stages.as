// Banks of amplifiers in an implicit stage (circuit/amplifier-solve.ts, amplifier-stage.ts): from what is known of their outputs to
// outputs and slopes. `reach`: the address of that length. `limits`: rail low, rail high, slew rate.
import { clipped, onBranch, pair } from "./banks";
import { tanh2 } from "./tanh";

const SMALL: f64 = 0.7;
const LAST_CHANGE: f64 = 1e-5;
const MOST_ITERATIONS = 100;

// Two at a time; the last of an odd number is both of two. With `modes`, on the branches of their rails, and then `at` is written.
export function tanhStages(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
  reach: usize, modes: usize, at: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  const h = v128.load_splat<f64>(reach);
  let k = 0;
  for (; k < count - 1; k += 2) {
    const sum = f64x2.add(pair(wanted, stride), v128.load(offsets));
    const goal = modes == 0 ? clipped2(sum, low, high) : onBranch2(modes, sum, low, high);
    if (modes != 0) v128.store(at, sum);
    const c = f64x2.sub(goal, v128.load(v));
    const error = tanhStageError2(v128.load(poles), slewRate, h, c);
    v128.store(v, f64x2.sub(goal, error));
    v128.store(slopes, f64x2.div(f64x2.sub(c, error), h));
    slopes += 16;
    v += 16;
    wanted += 2 * stride;
    offsets += 16;
    poles += 16;
    modes += modes == 0 ? 0 : 2;
    at += 16;
  }
  if (k == count) return;
  const sum = load<f64>(wanted) + load<f64>(offsets);
  const goal = modes == 0 ? clipped(sum, low, high) : onBranch(load<i8>(modes), sum, low, high);
  if (modes != 0) store<f64>(at, sum);
  const c = goal - load<f64>(v);
  const error = f64x2.extract_lane(tanhStageError2(v128.load_splat<f64>(poles), slewRate, h, f64x2.splat(c)), 0);
  store<f64>(v, goal - error);
  store<f64>(slopes, (c - error) / load<f64>(reach));
}

function clipped2(sum: v128, low: f64, high: f64): v128 {
  const below = v128.bitselect(f64x2.splat(high), sum, f64x2.gt(sum, f64x2.splat(high)));
  return v128.bitselect(f64x2.splat(low), below, f64x2.lt(sum, f64x2.splat(low)));
}

function onBranch2(modes: usize, sum: v128, low: f64, high: f64): v128 {
  if (load<u16>(modes) == 0) return sum;
  const first = onBranch(load<i8>(modes), f64x2.extract_lane(sum, 0), low, high);
  return f64x2.replace_lane(f64x2.splat(first), 1, onBranch(load<i8>(modes, 1), f64x2.extract_lane(sum, 1), low, high));
}

function tanhStageError2(pole: v128, slewRate: f64, reach: v128, c: v128): v128 {
  const m = f64x2.mul(reach, pole);
  if (slewRate == Infinity) return f64x2.div(c, f64x2.add(f64x2.splat(1), m));
  const volts = f64x2.div(f64x2.splat(slewRate), pole);
  const y = tanhStage2(m, f64x2.div(f64x2.abs(c), volts));
  const signed = v128.bitselect(f64x2.neg(y), y, f64x2.lt(c, f64x2.splat(0)));
  return f64x2.mul(signed, volts);
}

// Each lane stops where the reference stops, and stays as it is while the other goes on.
function tanhStage2(m: v128, d: v128): v128 {
  const one = f64x2.splat(1);
  const linear = f64x2.div(d, f64x2.add(one, m));
  let low = f64x2.max(linear, f64x2.sub(d, m));
  let high = d;
  const cubic = f64x2.mul(f64x2.mul(linear, linear), linear);
  const third = f64x2.div(f64x2.mul(f64x2.div(m, f64x2.add(one, m)), cubic), f64x2.splat(3));
  const guess = f64x2.min(high, f64x2.add(linear, third));
  let y = v128.bitselect(guess, low, f64x2.lt(linear, f64x2.splat(SMALL)));
  let active = i64x2.splat(-1);
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const tanh = tanh2(y);
    const excess = f64x2.sub(f64x2.add(y, f64x2.mul(m, tanh)), d);
    const over = f64x2.gt(excess, f64x2.splat(0));
    high = v128.bitselect(y, high, over);
    low = v128.bitselect(low, y, over);
    const rest = f64x2.sub(one, f64x2.mul(tanh, tanh));
    const slope = f64x2.add(one, f64x2.mul(m, rest));
    const curvature = f64x2.mul(f64x2.mul(f64x2.neg(m), tanh), rest);
    const bend = f64x2.sub(f64x2.mul(slope, slope), f64x2.mul(excess, curvature));
    const next = f64x2.sub(y, f64x2.div(f64x2.mul(excess, slope), bend));
    const middle = f64x2.add(low, f64x2.div(f64x2.sub(high, low), f64x2.splat(2)));
    const inside = v128.bitselect(next, middle, v128.and(f64x2.ge(next, low), f64x2.le(next, high)));
    const change = f64x2.abs(f64x2.sub(inside, y));
    y = v128.bitselect(inside, y, active);
    active = v128.and(active, f64x2.gt(change, f64x2.mul(f64x2.splat(LAST_CHANGE), y)));
    if (!v128.any_true(active)) break;
  }
  return y;
}

export function clampStages(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
  reach: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  const h = load<f64>(reach);
  for (let k = 0; k < count; k++) {
    const goal = clipped(load<f64>(wanted) + load<f64>(offsets), low, high);
    const c = goal - load<f64>(v);
    settle(slopes, v, goal, c, clampStageError(load<f64>(poles), slewRate, h, c), h);
    slopes += 8;
    v += 8;
    wanted += stride;
    offsets += 8;
    poles += 8;
  }
}

function settle(slope: usize, v: usize, goal: f64, c: f64, error: f64, reach: f64): void {
  store<f64>(v, goal - error);
  store<f64>(slope, (c - error) / reach);
}

function clampStageError(pole: f64, slewRate: f64, reach: f64, c: f64): f64 {
  const linear = c / (1 + reach * pole);
  if (abs(linear) * pole <= slewRate) return linear;
  return c < 0 ? c + reach * slewRate : c - reach * slewRate;
}

// On the branches of their rails, where `rails` is not 0, and of their slew limits: addresses of the modes, with those of `at`.
export function clampStagesHeld(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
  reach: usize, rails: usize, railAt: usize, slews: usize, slewAt: usize, built: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  const h = load<f64>(reach);
  for (let k = 0; k < count; k++) {
    const pole = load<f64>(poles);
    let goal = load<f64>(wanted) + load<f64>(offsets);
    if (rails != 0) {
      store<f64>(railAt, goal);
      goal = onBranch(load<i8>(rails + k), goal, low, high);
    }
    const c = goal - load<f64>(v);
    const mode = <i32>load<i8>(slews + k);
    const error = mode == 0 ? c / (1 + h * pole) : c - <f64>mode * h * slewRate;
    store<f64>(slewAt, error * (pole / load<f64>(built)));
    settle(slopes, v, goal, c, error, h);
    slopes += 8;
    v += 8;
    wanted += stride;
    offsets += 8;
    poles += 8;
    railAt += 8;
    slewAt += 8;
    built += 8;
  }
}
