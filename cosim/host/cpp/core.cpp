#include "core.hpp"

#include <cstring>
#include <new>
#include <utility>

#include "refusal.hpp"

namespace settle {

using wire::FailureCode;

namespace {

/** Edges between two looks around: milliseconds of a large model. */
constexpr unsigned kMostEdges = 1u << 14;

/** On zeros, because a snapshot holds a part of the context as it lies in memory, gaps between its fields included. */
VerilatedContext* new_context() {
  void* const storage = ::operator new(sizeof(VerilatedContext));
  std::memset(storage, 0, sizeof(VerilatedContext));
  return new (storage) VerilatedContext;
}

}  // namespace

Core::Core(RtlVoice::Sink printed) : rtl_(std::move(printed)) { make(); }
Core::~Core() { discard(); }

void Core::discard() {
  if (!model_) return;
  const RtlTurn mine = turn();  // the model takes its leave of the context whose turn it is
  signals_.reset();
  model_.reset();
}

void Core::make() {
  discard();
  context_.reset(new_context());
  const RtlTurn mine = turn();
  context_->fatalOnError(true);
  context_->randReset(0);
  rtl_.voice.clear();
  ended_.reset();
  state_ = {};
  rtl_.random = {};
  model_ = make_model(*context_);
  ports_ = &model_->ports();
  signals_.reset(new SignalTable(*model_));
}

void Core::configured() const {
  if (!configured_) throw Refusal(FailureCode::kMisuse, "Configure must come first");
}

void Core::check_alive() const {
  if (ended_) throw *ended_;
}

wire::Outputs Core::configure(const wire::Configure& request) {
  configured_ = false;
  make();
  const RtlTurn mine = turn();
  std::vector<Clock> clocks;
  for (const wire::Clock& c : request.clocks) clocks.push_back({c.port, c.period, c.firstRise, c.high});
  set_clocks(std::move(clocks));
  choose_reported(request.probes);
  check_inputs(request.inputs, ports());
  drive(request.inputs);
  configured_ = true;
  eval(0);
  return outputs(true);
}

void Core::set_clocks(std::vector<Clock> clocks) {
  std::vector<Place> places;
  for (const Clock& clock : clocks) {
    if (clock.port >= ports().size() || ports()[clock.port].direction != Direction::kIn)
      throw Refusal(FailureCode::kOutOfRange, "clock port " + std::to_string(clock.port) + " is no input port");
    const Signal& port = ports()[clock.port];
    if (port.width != 1) throw Refusal(FailureCode::kOutOfRange, std::string("clock port ") + port.name + " is wider than 1 bit");
    if (clock.high == 0 || clock.high >= clock.period || clock.first_rise == 0)
      throw Refusal(FailureCode::kOutOfRange,
                    std::string("clock ") + port.name + ": 0 < high < period and 0 < firstRise must hold");
    places.push_back(place_of(port));
  }
  state_.clocks = clocks;
  clocks_.set(std::move(clocks), std::move(places), state_.now);
}

void Core::choose_reported(const std::vector<std::string>& probes) {
  reported_.clear();
  for (std::size_t i = 0; i < ports().size(); ++i)
    if (ports()[i].direction == Direction::kOut) reported_.emplace_back(i, place_of(ports()[i]));
  for (std::size_t i = 0; i < probes.size(); ++i)
    reported_.emplace_back(ports().size() + i, signals_->find(probes[i]));
}

void Core::drive(const std::vector<wire::Change>& inputs) {
  for (const wire::Change& input : inputs) write_bits(place_of(ports()[input.index]), input.value);
}

void Core::eval(std::uint64_t t) {
  state_.now = t;
  context_->time(t);
  rtl_.voice.forget_printed();
  try {
    model_->eval();
  } catch (const RtlFatal&) {
    // How it ended is in rtl_.voice.stop(); the model cannot go on until it is made anew or restored.
  }
  const RtlStop& stop = rtl_.voice.stop();
  if (!stop.happened) return;
  ended_.reset(new RtlEnd{stop.code, stop.text, t});
  throw *ended_;
}

bool Core::advance(const wire::Advance& request) {
  configured();
  check_alive();
  if (request.to < state_.now)
    throw Refusal(FailureCode::kOutOfRange, "time cannot run back from " + std::to_string(state_.now) + " ps to " +
                                                std::to_string(request.to) + " ps");
  if (!request.inputs.empty()) check_inputs(request.inputs, ports());
  const RtlTurn mine = turn();
  for (unsigned edges = 0; clocks_.next() <= request.to; ++edges) {
    if (edges == kMostEdges) return false;
    const std::uint64_t t = clocks_.next();
    clocks_.toggle();
    eval(t);
  }
  state_.now = request.to;
  if (request.inputs.empty()) return true;
  drive(request.inputs);
  eval(request.to);
  return true;
}

const wire::Ran& Core::burst(const wire::Burst& request) {
  configured();
  check_alive();
  const RtlTurn mine = turn();
  const BurstModel model{ports(), clocks_, state_.now, [this](std::uint64_t t) { eval(t); },
                         [this](std::vector<wire::Change>& changes) { collect(false, changes); }};
  const wire::Ran& ran = Burst(request, model, burst_memory_).run();
  state_.now = ran.time;
  return ran;
}

void Core::collect(bool all, std::vector<wire::Change>& changes) {
  changes.clear();
  each_changed(all, [&changes](const Reported& one) { changes.push_back(one.change()); });
}

wire::Outputs Core::outputs(bool all) {
  wire::Outputs answer;
  answer.time = state_.now;
  collect(all, answer.changes);
  return answer;
}

wire::Values Core::peek(const wire::Peek& request) const {
  configured();
  wire::Values answer;
  for (const std::string& name : request.names) answer.values.push_back(read_bits(signals_->find(name)));
  return answer;
}

wire::Snapshot Core::save() {
  configured();
  check_alive();
  const RtlTurn mine = turn();
  wire::Snapshot answer;
  state_.random = rtl_.random;
  answer.state = save_state(*model_, state_);
  return answer;
}

wire::Outputs Core::restore(const wire::Restore& request) {
  configured();
  const RtlTurn mine = turn();
  state_ = restore_state(*model_, request.state);
  rtl_.random = state_.random;
  set_clocks(state_.clocks);
  context_->time(state_.now);
  rtl_.voice.clear();
  ended_.reset();
  return outputs(true);
}

void Core::finish() {
  if (ended_) return;
  const RtlTurn mine = turn();
  try {
    model_->final();
  } catch (const RtlFatal&) {
    // The session is over: what a final block does wrong is on stderr already.
  }
}

}  // namespace settle
