// What elements do to stretches of values: each function mirrors the reference it names, operation by operation. Addresses and
// strides are in bytes; a stride of 0 repeats one value.
import { exp, exp2 } from "./exp";
import { tanh, tanh2 } from "./tanh";

// Two elements `stride` apart: 8 is a bank, 0 one value for all.
export function pair(at: usize, stride: usize): v128 {
  return stride == 0 ? v128.load_splat<f64>(at) : v128.load(at);
}

// circuit/linear-run.ts: into_k = constant_k + gain a_k
export function oneTerm(into: usize, count: i32, constants: usize, gains: usize, a: usize, strideA: usize): void {
  const gain = v128.load_splat<f64>(gains);
  let k = 0;
  for (; k < count - 1; k += 2) {
    v128.store(into, f64x2.add(v128.load(constants), f64x2.mul(gain, pair(a, strideA))));
    into += 16;
    constants += 16;
    a += 2 * strideA;
  }
  if (k < count) store<f64>(into, load<f64>(constants) + load<f64>(gains) * load<f64>(a));
}

// circuit/linear-run.ts: into_k = constant_k + gainA a_k + gainB b_k
export function twoTerms(
  into: usize, count: i32, constants: usize, gains: usize, a: usize, strideA: usize, b: usize, strideB: usize,
): void {
  const gainA = v128.load_splat<f64>(gains);
  const gainB = v128.load_splat<f64>(gains, 8);
  let k = 0;
  for (; k < count - 1; k += 2) {
    const first = f64x2.add(v128.load(constants), f64x2.mul(gainA, pair(a, strideA)));
    v128.store(into, f64x2.add(first, f64x2.mul(gainB, pair(b, strideB))));
    into += 16;
    constants += 16;
    a += 2 * strideA;
    b += 2 * strideB;
  }
  if (k < count) {
    const first = load<f64>(constants) + load<f64>(gains) * load<f64>(a);
    store<f64>(into, first + load<f64>(gains, 8) * load<f64>(b));
  }
}

// circuit/algebraic.ts: into_k = |a_k| + |b_k|
export function magnitudes(into: usize, count: i32, a: usize, strideA: usize, b: usize, strideB: usize): void {
  let k = 0;
  for (; k < count - 1; k += 2) {
    v128.store(into, f64x2.add(f64x2.abs(pair(a, strideA)), f64x2.abs(pair(b, strideB))));
    into += 16;
    a += 2 * strideA;
    b += 2 * strideB;
  }
  if (k < count) store<f64>(into, abs(load<f64>(a)) + abs(load<f64>(b)));
}

// activation.ts
export function copy(into: usize, count: i32, from: usize): void {
  memory.copy(into, from, (<usize>count) << 3);
}

// `parameters`: scale, gain
export function tanhActivity(into: usize, count: i32, from: usize, parameters: usize): void {
  const scale = load<f64>(parameters);
  const gain = load<f64>(parameters, 8);
  let k = 0;
  for (; k < count - 1; k += 2) {
    v128.store(into, f64x2.mul(f64x2.splat(scale), tanh2(f64x2.mul(f64x2.splat(gain), v128.load(from)))));
    into += 16;
    from += 16;
  }
  if (k < count) store<f64>(into, scale * tanh(gain * load<f64>(from)));
}

// `parameters`: scale, beta
export function softmax(into: usize, count: i32, from: usize, parameters: usize): void {
  const beta = load<f64>(parameters, 8);
  const end = (<usize>count) << 3;
  let most: f64 = -Infinity;
  for (let i: usize = 0; i < end; i += 8) {
    const v = load<f64>(from + i);
    if (v > most) most = v;
  }
  let total: f64 = 0;
  const pairs = end & ~15;
  for (let i: usize = 0; i < pairs; i += 16) {
    const e = exp2(f64x2.mul(f64x2.splat(beta), f64x2.sub(v128.load(from + i), f64x2.splat(most))));
    v128.store(into + i, e);
    total += f64x2.extract_lane(e, 0);
    total += f64x2.extract_lane(e, 1);
  }
  if (pairs < end) {
    const e = exp(beta * (load<f64>(from + pairs) - most));
    store<f64>(into + pairs, e);
    total += e;
  }
  const factor = load<f64>(parameters) / total;
  for (let i: usize = 0; i < end; i += 8) store<f64>(into + i, load<f64>(into + i) * factor);
}

// `parameters`: slope
export function relu(into: usize, count: i32, from: usize, parameters: usize): void {
  const slope = load<f64>(parameters);
  for (let k = 0; k < count; k++) {
    store<f64>(into, slope * max<f64>(load<f64>(from), 0));
    into += 8;
    from += 8;
  }
}

export function reluHeld(into: usize, count: i32, from: usize, parameters: usize, modes: usize, at: usize): void {
  const slope = load<f64>(parameters);
  for (let k = 0; k < count; k++) {
    const v = load<f64>(from);
    store<f64>(at, v);
    store<f64>(into, load<i8>(modes) < 0 ? 0 : slope * v);
    into += 8;
    from += 8;
    at += 8;
    modes++;
  }
}

// amplifier.ts: amplifierGoal
export function clipped(wanted: f64, low: f64, high: f64): f64 {
  return wanted < low ? low : wanted > high ? high : wanted;
}

// amplifier.ts: goalOnBranch
export function onBranch(mode: i32, wanted: f64, low: f64, high: f64): f64 {
  return mode == 0 ? wanted : mode < 0 ? low : high;
}

// circuit/algebraic.ts: ideal amplifiers. `rails`: low, high
export function ideal(into: usize, count: i32, wanted: usize, stride: usize, offsets: usize, rails: usize): void {
  const low = load<f64>(rails);
  const high = load<f64>(rails, 8);
  for (let k = 0; k < count; k++) {
    store<f64>(into, clipped(load<f64>(wanted) + load<f64>(offsets), low, high));
    into += 8;
    wanted += stride;
    offsets += 8;
  }
}

export function idealHeld(
  into: usize, count: i32, wanted: usize, stride: usize, offsets: usize, rails: usize, modes: usize, at: usize,
): void {
  const low = load<f64>(rails);
  const high = load<f64>(rails, 8);
  for (let k = 0; k < count; k++) {
    const goal = load<f64>(wanted) + load<f64>(offsets);
    store<f64>(at, goal);
    store<f64>(into, onBranch(load<i8>(modes), goal, low, high));
    into += 8;
    wanted += stride;
    offsets += 8;
    at += 8;
    modes++;
  }
}

// circuit/amplifier-element.ts. `limits`: rail low, rail high, slew rate
export function tanhAmplifiers(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
): void {
  const low = v128.load_splat<f64>(limits);
  const high = v128.load_splat<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  let k = 0;
  for (; k < count - 1; k += 2) {
    const sum = f64x2.add(pair(wanted, stride), v128.load(offsets));
    const below = v128.bitselect(high, sum, f64x2.gt(sum, high));
    const goal = v128.bitselect(low, below, f64x2.lt(sum, low));
    v128.store(slopes, tanhSlope2(v128.load(poles), slewRate, f64x2.sub(goal, v128.load(v))));
    slopes += 16;
    v += 16;
    wanted += 2 * stride;
    offsets += 16;
    poles += 16;
  }
  if (k == count) return;
  const goal = clipped(load<f64>(wanted) + load<f64>(offsets), load<f64>(limits), load<f64>(limits, 8));
  store<f64>(slopes, tanhSlope(load<f64>(poles), slewRate, goal - load<f64>(v)));
}

// amplifier.ts: tanhSlope
function tanhSlope(pole: f64, slewRate: f64, error: f64): f64 {
  return slewRate == Infinity ? pole * error : slewRate * tanh((pole * error) / slewRate);
}

function tanhSlope2(pole: v128, slewRate: f64, error: v128): v128 {
  const slope = f64x2.mul(pole, error);
  if (slewRate == Infinity) return slope;
  const sr = f64x2.splat(slewRate);
  return f64x2.mul(sr, tanh2(f64x2.div(slope, sr)));
}

export function clampAmplifiers(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  for (let k = 0; k < count; k++) {
    const error = clipped(load<f64>(wanted) + load<f64>(offsets), low, high) - load<f64>(v);
    store<f64>(slopes, max<f64>(0 - slewRate, min<f64>(slewRate, load<f64>(poles) * error)));
    slopes += 8;
    v += 8;
    wanted += stride;
    offsets += 8;
    poles += 8;
  }
}

// The same on the branches of their rails: `modes` and `at` of each amplifier's.
export function tanhAmplifiersHeld(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
  modes: usize, at: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  let k = 0;
  for (; k < count - 1; k += 2) {
    let goal = f64x2.add(pair(wanted, stride), v128.load(offsets));
    v128.store(at, goal);
    if (load<u16>(modes) != 0) {
      const first = onBranch(load<i8>(modes), f64x2.extract_lane(goal, 0), low, high);
      const second = onBranch(load<i8>(modes, 1), f64x2.extract_lane(goal, 1), low, high);
      goal = f64x2.replace_lane(f64x2.splat(first), 1, second);
    }
    v128.store(slopes, tanhSlope2(v128.load(poles), slewRate, f64x2.sub(goal, v128.load(v))));
    slopes += 16;
    v += 16;
    wanted += 2 * stride;
    offsets += 16;
    poles += 16;
    modes += 2;
    at += 16;
  }
  if (k == count) return;
  const goal = load<f64>(wanted) + load<f64>(offsets);
  store<f64>(at, goal);
  const held = onBranch(load<i8>(modes), goal, low, high);
  store<f64>(slopes, tanhSlope(load<f64>(poles), slewRate, held - load<f64>(v)));
}

// On the branches of their rails, where `rails` is not 0, and of their slew limits: addresses of the modes, with those of `at`.
export function clampAmplifiersHeld(
  slopes: usize, count: i32, v: usize, wanted: usize, stride: usize, offsets: usize, poles: usize, limits: usize,
  rails: usize, railAt: usize, slews: usize, slewAt: usize, built: usize,
): void {
  const low = load<f64>(limits);
  const high = load<f64>(limits, 8);
  const slewRate = load<f64>(limits, 16);
  for (let k = 0; k < count; k++) {
    const pole = load<f64>(poles);
    let goal = load<f64>(wanted) + load<f64>(offsets);
    if (rails != 0) {
      store<f64>(railAt, goal);
      goal = onBranch(load<i8>(rails + k), goal, low, high);
    }
    const error = goal - load<f64>(v);
    store<f64>(slewAt, error * (pole / load<f64>(built)));
    const mode = <i32>load<i8>(slews + k);
    store<f64>(slopes, mode == 0 ? pole * error : <f64>mode * slewRate);
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

// rc-node.ts: slope_k = (current_k - leak_k v_k) / C_k, in place of the currents
export function nodes(slopes: usize, count: i32, v: usize, capacitances: usize, leaks: usize): void {
  let k = 0;
  for (; k < count - 1; k += 2) {
    const current = f64x2.sub(v128.load(slopes), f64x2.mul(v128.load(leaks), v128.load(v)));
    v128.store(slopes, f64x2.div(current, v128.load(capacitances)));
    slopes += 16;
    v += 16;
    capacitances += 16;
    leaks += 16;
  }
  if (k < count) store<f64>(slopes, (load<f64>(slopes) - load<f64>(leaks) * load<f64>(v)) / load<f64>(capacitances));
}

// circuit/flows.ts. `into` and `outOf` are where the current adds and subtracts, 0 where that end is no node.
export function branches(
  count: i32, from: usize, strideFrom: usize, to: usize, strideTo: usize, into: usize, outOf: usize, conductances: usize,
): void {
  for (let k = 0; k < count; k++) {
    flow(load<f64>(conductances), from, to, into, outOf);
    conductances += 8;
    from += strideFrom;
    to += strideTo;
    into += into == 0 ? 0 : strideTo;
    outOf += outOf == 0 ? 0 : strideFrom;
  }
}

function flow(conductance: f64, from: usize, to: usize, into: usize, outOf: usize): void {
  const current = conductance * (load<f64>(from) - load<f64>(to));
  if (into != 0) store<f64>(into, load<f64>(into) + current);
  if (outOf != 0) store<f64>(outOf, load<f64>(outOf) - current);
}

// Switches on one control. `conductances`: open, and what closing adds
export function switches(
  count: i32, from: usize, strideFrom: usize, to: usize, strideTo: usize, into: usize, outOf: usize, conductances: usize,
  control: usize,
): void {
  const conductance = load<f64>(conductances) + load<f64>(control) * load<f64>(conductances, 8);
  if (conductance == 0) return;
  let k = 0;
  // From a bank or one value into a bank of nodes, which is what most are: two at a time.
  if (strideTo == 8 && into != 0 && outOf == 0) {
    const g = f64x2.splat(conductance);
    for (; k < count - 1; k += 2) {
      const current = f64x2.mul(g, f64x2.sub(pair(from, strideFrom), v128.load(to)));
      v128.store(into, f64x2.add(v128.load(into), current));
      from += 2 * strideFrom;
      to += 16;
      into += 16;
    }
  }
  for (; k < count; k++) {
    flow(conductance, from, to, into, outOf);
    from += strideFrom;
    to += strideTo;
    into += into == 0 ? 0 : strideTo;
    outOf += outOf == 0 ? 0 : strideFrom;
  }
}

// circuit/multiplexer-element.ts. `table`: for each channel its value, and its slope where it loses the current, else 0
export function multiplexer(into: usize, count: i32, v: usize, select: usize, resistance: usize, table: usize): void {
  const channel = load<f64>(select);
  if (!(channel >= 0 && channel < <f64>count)) return;
  const entry = table + ((<usize>channel) << 3);
  const current = (load<f64>(load<u32>(entry)) - load<f64>(v)) / load<f64>(resistance);
  store<f64>(into, load<f64>(into) + current);
  const drained = <usize>load<u32>(entry, 4);
  if (drained != 0) store<f64>(drained, load<f64>(drained) - current);
}
