// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.
#pragma once
#include "../wire.hpp"

namespace settle::wire {

constexpr std::uint64_t kProtocolVersion = 2;
constexpr std::size_t kMaxMessageBytes = 67108864;
constexpr std::size_t kMaxDepth = 6;
constexpr std::size_t kMaxPorts = 4096;
constexpr std::uint64_t kTimePrecision = 12;
constexpr std::uint64_t kHeaderFields = 3;
constexpr std::uint64_t kMaxKind = 255ULL;
constexpr std::uint64_t kUnderWay = 0;
constexpr std::uint64_t kTooLong = 255;
constexpr std::uint64_t kMaxSession = 4294967295ULL;
constexpr std::uint64_t kMaxSequence = 9007199254740991ULL;

/** Places in the list of words that Failure.code is drawn from. */
enum class FailureCode : std::uint64_t {
  kProtocol = 0,
  kHandshake = 1,
  kMisuse = 2,
  kUnknownName = 3,
  kOutOfRange = 4,
  kAssertion = 5,
  kRtlFinish = 6,
  kZeroDelayLoop = 7,
};

struct Port {
  static constexpr std::uint32_t kFields = 3;
  std::string name;
  std::uint64_t width = 0;
  std::uint64_t direction = 0;
};
template <class Source>
void read_fields(Source& s, Port& m) {
  read(s, m.name, "Port.name", 1024);
  read(s, m.width, "Port.width", 65536ULL);
  read(s, m.direction, "Port.direction", 1ULL);
}
template <class Packer>
void write_fields(Packer& p, const Port& m) {
  write(p, m.name);
  write(p, m.width);
  write(p, m.direction);
}
template <class Source>
void read(Source& s, Port& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Port& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Clock {
  static constexpr std::uint32_t kFields = 4;
  std::uint64_t port = 0;
  std::uint64_t period = 0;
  std::uint64_t firstRise = 0;
  std::uint64_t high = 0;
};
template <class Source>
void read_fields(Source& s, Clock& m) {
  read(s, m.port, "Clock.port", 4095ULL);
  read(s, m.period, "Clock.period", 9007199254740991ULL);
  read(s, m.firstRise, "Clock.firstRise", 9007199254740991ULL);
  read(s, m.high, "Clock.high", 9007199254740991ULL);
}
template <class Packer>
void write_fields(Packer& p, const Clock& m) {
  write(p, m.port);
  write(p, m.period);
  write(p, m.firstRise);
  write(p, m.high);
}
template <class Source>
void read(Source& s, Clock& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Clock& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Change {
  static constexpr std::uint32_t kFields = 2;
  std::uint64_t index = 0;
  Bits value;
};
template <class Source>
void read_fields(Source& s, Change& m) {
  read(s, m.index, "Change.index", 8191ULL);
  read(s, m.value, "Change.value", 8192);
}
template <class Packer>
void write_fields(Packer& p, const Change& m) {
  write(p, m.index);
  write(p, m.value);
}
template <class Source>
void read(Source& s, Change& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Change& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Moment {
  static constexpr std::uint32_t kFields = 2;
  std::uint64_t t = 0;
  std::vector<Change> inputs;
};
template <class Source>
void read_fields(Source& s, Moment& m) {
  read(s, m.t, "Moment.t", 9007199254740991ULL);
  read(s, m.inputs, "Moment.inputs", 4096);
}
template <class Packer>
void write_fields(Packer& p, const Moment& m) {
  write(p, m.t);
  write(p, m.inputs);
}
template <class Source>
void read(Source& s, Moment& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Moment& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Watch {
  static constexpr std::uint32_t kFields = 6;
  std::uint64_t index = 0;
  std::uint64_t lsb = 0;
  std::uint64_t width = 0;
  std::uint64_t edge = 0;
  std::uint64_t slack = 0;
  std::uint64_t until = 0;
};
template <class Source>
void read_fields(Source& s, Watch& m) {
  read(s, m.index, "Watch.index", 4095ULL);
  read(s, m.lsb, "Watch.lsb", 65536ULL);
  read(s, m.width, "Watch.width", 65536ULL);
  read(s, m.edge, "Watch.edge", 2ULL);
  read(s, m.slack, "Watch.slack", 9007199254740991ULL);
  read(s, m.until, "Watch.until", 9007199254740991ULL);
}
template <class Packer>
void write_fields(Packer& p, const Watch& m) {
  write(p, m.index);
  write(p, m.lsb);
  write(p, m.width);
  write(p, m.edge);
  write(p, m.slack);
  write(p, m.until);
}
template <class Source>
void read(Source& s, Watch& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Watch& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Step {
  static constexpr std::uint32_t kFields = 4;
  std::vector<Change> inputs;
  std::vector<std::uint64_t> ready;
  std::vector<std::uint64_t> reads;
  std::uint64_t cycles = 0;
};
template <class Source>
void read_fields(Source& s, Step& m) {
  read(s, m.inputs, "Step.inputs", 4096);
  read(s, m.ready, "Step.ready", 4096, 4095ULL);
  read(s, m.reads, "Step.reads", 4096, 4095ULL);
  read(s, m.cycles, "Step.cycles", 9007199254740991ULL);
}
template <class Packer>
void write_fields(Packer& p, const Step& m) {
  write(p, m.inputs);
  write(p, m.ready);
  write(p, m.reads);
  write(p, m.cycles);
}
template <class Source>
void read(Source& s, Step& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Step& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Frame {
  static constexpr std::uint32_t kFields = 3;
  std::uint64_t evaluation = 0;
  std::uint64_t time = 0;
  std::vector<Change> changes;
};
template <class Source>
void read_fields(Source& s, Frame& m) {
  read(s, m.evaluation, "Frame.evaluation", 32768ULL);
  read(s, m.time, "Frame.time", 9007199254740991ULL);
  read(s, m.changes, "Frame.changes", 8192);
}
template <class Packer>
void write_fields(Packer& p, const Frame& m) {
  write(p, m.evaluation);
  write(p, m.time);
  write(p, m.changes);
}
template <class Source>
void read(Source& s, Frame& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const Frame& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct StepEnd {
  static constexpr std::uint32_t kFields = 2;
  std::uint64_t time = 0;
  std::vector<Bits> values;
};
template <class Source>
void read_fields(Source& s, StepEnd& m) {
  read(s, m.time, "StepEnd.time", 9007199254740991ULL);
  read(s, m.values, "StepEnd.values", 4096, 8192);
}
template <class Packer>
void write_fields(Packer& p, const StepEnd& m) {
  write(p, m.time);
  write(p, m.values);
}
template <class Source>
void read(Source& s, StepEnd& m, const char* field) {
  Source inner = s.record(field, m.kFields);
  read_fields(inner, m);
}
template <class Packer>
void write(Packer& p, const StepEnd& m) {
  p.record(m.kFields);
  write_fields(p, m);
}

struct Hello {
  static constexpr std::uint64_t kKind = 1;
  static constexpr std::uint32_t kFields = 5;
  std::uint64_t version = 0;
  Bytes proof;
  std::string rtlHash;
  std::uint64_t timePrecision = 0;
  std::vector<Port> ports;
};
template <class Source>
void read_fields(Source& s, Hello& m) {
  read(s, m.version, "Hello.version", 4294967295ULL);
  read(s, m.proof, "Hello.proof", 64);
  read(s, m.rtlHash, "Hello.rtlHash", 64);
  read(s, m.timePrecision, "Hello.timePrecision", 18ULL);
  read(s, m.ports, "Hello.ports", 4096);
}
template <class Packer>
void write_fields(Packer& p, const Hello& m) {
  write(p, m.version);
  write(p, m.proof);
  write(p, m.rtlHash);
  write(p, m.timePrecision);
  write(p, m.ports);
}

struct Welcome {
  static constexpr std::uint64_t kKind = 2;
  static constexpr std::uint32_t kFields = 5;
  std::uint64_t version = 0;
  Bytes proof;
  std::string rtlHash;
  std::uint64_t timePrecision = 0;
  std::vector<Port> ports;
};
template <class Source>
void read_fields(Source& s, Welcome& m) {
  read(s, m.version, "Welcome.version", 4294967295ULL);
  read(s, m.proof, "Welcome.proof", 64);
  read(s, m.rtlHash, "Welcome.rtlHash", 64);
  read(s, m.timePrecision, "Welcome.timePrecision", 18ULL);
  read(s, m.ports, "Welcome.ports", 4096);
}
template <class Packer>
void write_fields(Packer& p, const Welcome& m) {
  write(p, m.version);
  write(p, m.proof);
  write(p, m.rtlHash);
  write(p, m.timePrecision);
  write(p, m.ports);
}

struct Configure {
  static constexpr std::uint64_t kKind = 3;
  static constexpr std::uint32_t kFields = 3;
  std::vector<Clock> clocks;
  std::vector<Change> inputs;
  std::vector<std::string> probes;
};
template <class Source>
void read_fields(Source& s, Configure& m) {
  read(s, m.clocks, "Configure.clocks", 64);
  read(s, m.inputs, "Configure.inputs", 4096);
  read(s, m.probes, "Configure.probes", 4096, 1024);
}
template <class Packer>
void write_fields(Packer& p, const Configure& m) {
  write(p, m.clocks);
  write(p, m.inputs);
  write(p, m.probes);
}

struct Advance {
  static constexpr std::uint64_t kKind = 4;
  static constexpr std::uint32_t kFields = 2;
  std::uint64_t to = 0;
  std::vector<Change> inputs;
};
template <class Source>
void read_fields(Source& s, Advance& m) {
  read(s, m.to, "Advance.to", 9007199254740991ULL);
  read(s, m.inputs, "Advance.inputs", 4096);
}
template <class Packer>
void write_fields(Packer& p, const Advance& m) {
  write(p, m.to);
  write(p, m.inputs);
}

struct Outputs {
  static constexpr std::uint64_t kKind = 5;
  static constexpr std::uint32_t kFields = 2;
  std::uint64_t time = 0;
  std::vector<Change> changes;
};
template <class Source>
void read_fields(Source& s, Outputs& m) {
  read(s, m.time, "Outputs.time", 9007199254740991ULL);
  read(s, m.changes, "Outputs.changes", 8192);
}
template <class Packer>
void write_fields(Packer& p, const Outputs& m) {
  write(p, m.time);
  write(p, m.changes);
}

struct Peek {
  static constexpr std::uint64_t kKind = 6;
  static constexpr std::uint32_t kFields = 1;
  std::vector<std::string> names;
};
template <class Source>
void read_fields(Source& s, Peek& m) {
  read(s, m.names, "Peek.names", 4096, 1024);
}
template <class Packer>
void write_fields(Packer& p, const Peek& m) {
  write(p, m.names);
}

struct Values {
  static constexpr std::uint64_t kKind = 7;
  static constexpr std::uint32_t kFields = 1;
  std::vector<Bits> values;
};
template <class Source>
void read_fields(Source& s, Values& m) {
  read(s, m.values, "Values.values", 4096, 8192);
}
template <class Packer>
void write_fields(Packer& p, const Values& m) {
  write(p, m.values);
}

struct Save {
  static constexpr std::uint64_t kKind = 8;
  static constexpr std::uint32_t kFields = 0;
};
template <class Source>
void read_fields(Source& s, Save& m) {
  (void)s;
  (void)m;
}
template <class Packer>
void write_fields(Packer& p, const Save& m) {
  (void)p;
  (void)m;
}

struct Snapshot {
  static constexpr std::uint64_t kKind = 9;
  static constexpr std::uint32_t kFields = 1;
  Bytes state;
};
template <class Source>
void read_fields(Source& s, Snapshot& m) {
  read(s, m.state, "Snapshot.state", 67107840);
}
template <class Packer>
void write_fields(Packer& p, const Snapshot& m) {
  write(p, m.state);
}

struct Restore {
  static constexpr std::uint64_t kKind = 10;
  static constexpr std::uint32_t kFields = 1;
  Bytes state;
};
template <class Source>
void read_fields(Source& s, Restore& m) {
  read(s, m.state, "Restore.state", 67107840);
}
template <class Packer>
void write_fields(Packer& p, const Restore& m) {
  write(p, m.state);
}

struct Bye {
  static constexpr std::uint64_t kKind = 11;
  static constexpr std::uint32_t kFields = 0;
};
template <class Source>
void read_fields(Source& s, Bye& m) {
  (void)s;
  (void)m;
}
template <class Packer>
void write_fields(Packer& p, const Bye& m) {
  (void)p;
  (void)m;
}

struct Farewell {
  static constexpr std::uint64_t kKind = 12;
  static constexpr std::uint32_t kFields = 0;
};
template <class Source>
void read_fields(Source& s, Farewell& m) {
  (void)s;
  (void)m;
}
template <class Packer>
void write_fields(Packer& p, const Farewell& m) {
  (void)p;
  (void)m;
}

struct Failure {
  static constexpr std::uint64_t kKind = 13;
  static constexpr std::uint32_t kFields = 3;
  std::uint64_t code = 0;
  std::string text;
  std::uint64_t time = 0;
};
template <class Source>
void read_fields(Source& s, Failure& m) {
  read(s, m.code, "Failure.code", 7ULL);
  read(s, m.text, "Failure.text", 65536);
  read(s, m.time, "Failure.time", 9007199254740991ULL);
}
template <class Packer>
void write_fields(Packer& p, const Failure& m) {
  write(p, m.code);
  write(p, m.text);
  write(p, m.time);
}

struct Burst {
  static constexpr std::uint64_t kKind = 14;
  static constexpr std::uint32_t kFields = 6;
  std::uint64_t limit = 0;
  std::uint64_t evaluations = 0;
  std::vector<Moment> events;
  std::vector<Watch> watches;
  std::uint64_t clock = 0;
  std::vector<Step> steps;
};
template <class Source>
void read_fields(Source& s, Burst& m) {
  read(s, m.limit, "Burst.limit", 9007199254740991ULL);
  read(s, m.evaluations, "Burst.evaluations", 16384ULL);
  read(s, m.events, "Burst.events", 16384);
  read(s, m.watches, "Burst.watches", 8192);
  read(s, m.clock, "Burst.clock", 4095ULL);
  read(s, m.steps, "Burst.steps", 1024);
}
template <class Packer>
void write_fields(Packer& p, const Burst& m) {
  write(p, m.limit);
  write(p, m.evaluations);
  write(p, m.events);
  write(p, m.watches);
  write(p, m.clock);
  write(p, m.steps);
}

struct Ran {
  static constexpr std::uint64_t kKind = 15;
  static constexpr std::uint32_t kFields = 6;
  std::uint64_t time = 0;
  std::uint64_t evaluations = 0;
  std::uint64_t events = 0;
  std::uint64_t ended = 0;
  std::vector<Frame> frames;
  std::vector<StepEnd> steps;
};
template <class Source>
void read_fields(Source& s, Ran& m) {
  read(s, m.time, "Ran.time", 9007199254740991ULL);
  read(s, m.evaluations, "Ran.evaluations", 32768ULL);
  read(s, m.events, "Ran.events", 16384ULL);
  read(s, m.ended, "Ran.ended", 1ULL);
  read(s, m.frames, "Ran.frames", 32768);
  read(s, m.steps, "Ran.steps", 1024);
}
template <class Packer>
void write_fields(Packer& p, const Ran& m) {
  write(p, m.time);
  write(p, m.evaluations);
  write(p, m.events);
  write(p, m.ended);
  write(p, m.frames);
  write(p, m.steps);
}

}  // namespace settle::wire
