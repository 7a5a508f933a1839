#include "burst.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "refusal.hpp"
#include "rtl_end.hpp"

namespace settle {
namespace {

using wire::FailureCode;

/** Where a record is cut although the limit is not reached, far below the longest message. */
constexpr std::size_t kMostBytes = 1u << 22;
constexpr std::size_t kBytesPerChange = 16;

[[noreturn]] void refuse(const std::string& why) { throw Refusal(FailureCode::kOutOfRange, why); }

const Signal& port_at(const std::vector<Signal>& ports, std::uint64_t index) {
  if (index >= ports.size()) refuse("index " + std::to_string(index) + " is no port");
  return ports[index];
}

}  // namespace

void Watched::begin(const wire::Watch& watch, const std::vector<Signal>& ports) {
  const Signal& port = port_at(ports, watch.index);
  const bool exists = watch.width > 0 && watch.lsb + watch.width <= port.width;
  if (!exists || (watch.edge != static_cast<std::uint64_t>(WatchEdge::kChange) && watch.width != 1))
    refuse("watch of " + std::to_string(watch.width) + " bits from bit " + std::to_string(watch.lsb) + " of port " + port.name);
  watch_ = watch;
  place_ = place_of(port);
  if (place_.width <= kNarrowBits) {
    mask_ = static_cast<std::uint32_t>(((std::uint64_t{1} << watch.width) - 1) << watch.lsb);
    last_low_ = read_narrow(place_);
  } else {
    last_.assign(place_.storage, place_.storage + place_.bytes());
  }
}

bool Watched::take_change() {
  if (place_.width > kNarrowBits) return take_wide_change();
  const std::uint32_t now = read_narrow(place_);
  const bool changed = ((now ^ last_low_) & mask_) != 0;
  last_low_ = now;
  return changed;
}

bool Watched::take_wide_change() {
  if (std::memcmp(last_.data(), place_.storage, last_.size()) == 0) return false;
  const std::uint64_t end = watch_.lsb + watch_.width;
  bool changed = false;
  for (std::uint64_t byte = watch_.lsb / 8; byte * 8 < end; ++byte) {
    const std::uint64_t low = watch_.lsb > byte * 8 ? watch_.lsb - byte * 8 : 0;
    const std::uint64_t high = std::min<std::uint64_t>(end - byte * 8, 8);
    const unsigned mask = ((1u << high) - 1u) & ~((1u << low) - 1u);
    changed |= ((place_.storage[byte] ^ last_[byte]) & mask) != 0;
  }
  std::memcpy(last_.data(), place_.storage, last_.size());
  return changed;
}

std::uint64_t Watched::allows(std::uint64_t t) {
  if (!take_change()) return Clocks::kNever;
  const bool wanted = watch_.edge == static_cast<std::uint64_t>(WatchEdge::kChange) ||
                      bit() == (watch_.edge == static_cast<std::uint64_t>(WatchEdge::kRise));
  return wanted && t < watch_.until ? t + watch_.slack : Clocks::kNever;
}

Burst::Burst(const wire::Burst& request, const BurstModel& model, BurstMemory& memory)
    : request_(request), model_(model), watches_(memory.watches), limit_(request.limit), ran_(memory.ran) {
  check();
  watches_.resize(request.watches.size());
  for (std::size_t i = 0; i < watches_.size(); ++i) watches_[i].begin(request.watches[i], model_.ports);
  if (in_sequence()) clock_ = model_.clocks.at_port(request.clock);
}

void Burst::check() const {
  if (request_.limit < model_.now)
    refuse("time cannot run back from " + std::to_string(model_.now) + " ps to " + std::to_string(request_.limit) + " ps");
  std::uint64_t last = model_.now;
  for (const wire::Moment& event : request_.events) {
    if (event.t < last) refuse("event at " + std::to_string(event.t) + " ps after " + std::to_string(last) + " ps");
    last = event.t;
    check_inputs(event.inputs, model_.ports);
  }
  for (const wire::Step& step : request_.steps) {
    check_inputs(step.inputs, model_.ports);
    for (const auto* list : {&step.ready, &step.reads})
      for (const std::uint64_t index : *list) port_at(model_.ports, index);
  }
}

const wire::Ran& Burst::run() {
  ran_.time = model_.now;
  ran_.evaluations = ran_.events = ran_.ended = 0;
  ran_.steps.clear();
  try {
    begin_step(model_.now);
    while (within_budget() && next());
  } catch (const RtlEnd&) {
    ran_.ended = 1;
  }
  ran_.frames.resize(frames_);
  return ran_;
}

bool Burst::within_budget() const { return ran_.evaluations < request_.evaluations && bytes_ < kMostBytes; }

/** Performs what comes next, or answers false where that lies beyond the limit. */
bool Burst::next() {
  const std::uint64_t edge_at = model_.clocks.next();
  const bool has_event = ran_.events < request_.events.size();
  const std::uint64_t event_at = has_event ? request_.events[ran_.events].t : Clocks::kNever;
  if (edge_at <= limit_ && edge_at <= event_at) {
    edge(edge_at);
    return true;
  }
  if (event_at < limit_ || (event_at == limit_ && !moved_)) {
    event();
    return true;
  }
  ran_.time = limit_;
  return false;
}

void Burst::edge(std::uint64_t t) {
  const bool counts = in_sequence() && model_.clocks.rises(clock_);
  const bool ends = counts && ready();
  std::vector<Bits> values;
  if (ends) values = reads();
  model_.clocks.toggle();
  evaluate(t);
  if (ends) {
    note_end(t, std::move(values));
    begin_step(t);
  } else if (counts && ++cycles_ >= request_.steps[step_].cycles) {
    move_limit(t);
  }
}

void Burst::event() {
  const wire::Moment& moment = request_.events[ran_.events];
  put(moment.inputs);
  evaluate(moment.t);
  ++ran_.events;
}

/** Puts the inputs of the present step, and of those after it as long as they end at once. */
void Burst::begin_step(std::uint64_t t) {
  while (in_sequence()) {
    const wire::Step& step = request_.steps[step_];
    cycles_ = 0;
    if (!step.inputs.empty()) {
      put(step.inputs);
      evaluate(t);
    }
    if (step.cycles > 0) return;
    note_end(t, {});
  }
  if (!request_.steps.empty()) move_limit(t);
}

void Burst::note_end(std::uint64_t t, std::vector<Bits> values) {
  wire::StepEnd end;
  end.time = t;
  end.values = std::move(values);
  ran_.steps.push_back(std::move(end));
  ++step_;
}

bool Burst::ready() const {
  for (const std::uint64_t index : request_.steps[step_].ready)
    if (read_bits(place_of(model_.ports[index])).low != 1) return false;
  return true;
}

std::vector<Bits> Burst::reads() const {
  std::vector<Bits> values;
  for (const std::uint64_t index : request_.steps[step_].reads) values.push_back(read_bits(place_of(model_.ports[index])));
  return values;
}

void Burst::put(const std::vector<wire::Change>& inputs) {
  for (const wire::Change& input : inputs) write_bits(place_of(model_.ports[input.index]), input.value);
}

void Burst::evaluate(std::uint64_t t) {
  model_.evaluate(t);
  wire::Frame& frame = next_frame();
  frame.evaluation = ran_.evaluations++;
  frame.time = t;
  model_.collect(frame.changes);
  ran_.time = t;
  for (const wire::Change& change : frame.changes) bytes_ += kBytesPerChange + change.value.wide.size();
  if (!frame.changes.empty()) ++frames_;
  for (Watched& watch : watches_) move_limit(watch.allows(t));
}

wire::Frame& Burst::next_frame() {
  if (frames_ == ran_.frames.size()) ran_.frames.emplace_back();
  return ran_.frames[frames_];
}

void Burst::move_limit(std::uint64_t t) {
  if (t > limit_) return;
  limit_ = t;
  moved_ = true;
}

}  // namespace settle
