#include "local_half.hpp"

#include <cstring>
#include <utility>

#include "flat.hpp"
#include "refusal.hpp"

namespace settle {

using wire::FailureCode;

/** The block, read and written. */
class LocalHalf::Form {
 public:
  explicit Form(LocalHalf& owner) : owner_(owner), words_{owner.block_, owner.block_ + owner.words_} {}
  std::uint64_t kind() { return wire::FlatSource(words_).uint("kind", wire::kMaxKind); }
  wire::FlatSource fields() {
    words_.next = owner_.block_ + 1;
    return wire::FlatSource(words_);
  }
  template <class Message>
  void read(Message& message) {
    wire::FlatSource source = fields();
    wire::read_fields(source, message);
  }
  template <class Message>
  Message body() {
    Message message;
    read(message);
    return message;
  }
  template <class Message>
  void answer(const Message& message) {
    owner_.answer(message);
  }
  void advance() { owner_.begin_advance(*this); }
  void burst() {
    read(owner_.burst_);
    answer(owner_.core_->burst(owner_.burst_));
  }

 private:
  LocalHalf& owner_;
  wire::FlatWords words_;
};

LocalHalf::LocalHalf()
    : core_(new Core([this](const char* text, std::size_t size) { printed_.append(text, size); })) {}

wire::FlatPacker LocalHalf::heading(std::uint64_t kind) {
  wire::FlatPacker packer(block_, words_, longer_);
  packer.uint(kind);
  packer.uint(printed_.size());
  return packer;
}

template <class Message>
void LocalHalf::answer(const Message& message) {
  wire::FlatPacker packer = heading(Message::kKind);
  wire::write_fields(packer, message);
  deliver(packer);
}

void LocalHalf::fail(std::uint64_t code, const std::string& text, std::uint64_t time) {
  wire::Failure failure;
  failure.code = code;
  failure.text = text;
  failure.time = time;
  answer(failure);
}

std::uint64_t LocalHalf::now() const { return core_ ? core_->now() : 0; }

void LocalHalf::request() {
  if (!core_) throw Refusal(FailureCode::kMisuse, "the digital half is closed");
  Form form(*this);
  // There are more of these than of all others: no detour.
  if (block_[0] == static_cast<double>(wire::Advance::kKind) && progress_.greeted) return begin_advance(form);
  const std::uint64_t kind = form.kind();
  if (kind == wire::kUnderWay) return go_on();
  under_way_ = false;
  // Both sides are one process: there is no secret to prove.
  perform(kind, *core_, progress_, Secret{}, form);
}

inline void LocalHalf::begin_advance(Form& form) {
  under_way_ = false;
  form.read(advance_);
  under_way_ = true;
  go_on();
}

void LocalHalf::go_on() {
  if (!under_way_) throw Refusal(FailureCode::kMisuse, "no Advance is under way");
  if (!core_->advance(advance_)) return deliver(heading(wire::kUnderWay));
  under_way_ = false;
  answer_outputs();
}

/** An Outputs, straight from the model. */
void LocalHalf::answer_outputs() {
  wire::FlatPacker packer = heading(wire::Outputs::kKind);
  packer.uint(core_->now());
  const std::size_t count_at = packer.size();
  packer.list(0);
  std::size_t count = 0;
  core_->each_changed(false, [&packer, &count](const Reported& one) {
    one.write(packer);
    ++count;
  });
  packer[count_at] = static_cast<double>(count);
  deliver(packer);
}

void LocalHalf::exchange() {
  if (!block_) return;
  try {
    request();
  } catch (const Refusal& refusal) {
    fail(refusal.code, refusal.text, now());
  } catch (const RtlEnd& end) {
    fail(static_cast<std::uint64_t>(end.code), end.text, end.time);
  } catch (const std::exception& error) {
    fail(static_cast<std::uint64_t>(FailureCode::kProtocol), error.what(), now());
  } catch (...) {
    fail(static_cast<std::uint64_t>(FailureCode::kProtocol), "the run-time library of the model gave up", now());
  }
}

void LocalHalf::deliver(const wire::FlatPacker& answer) {
  undelivered_ = answer.moved() ? answer.size() : 0;
  if (undelivered_ > 0) deliver();
}

void LocalHalf::deliver() {
  if (undelivered_ <= words_) {
    std::memcpy(block_, longer_.data(), undelivered_ * sizeof(double));
    undelivered_ = 0;
  } else {
    block_[0] = static_cast<double>(wire::kTooLong);
    block_[1] = static_cast<double>(undelivered_);
  }
}

void LocalHalf::attach(double* block, std::size_t words) {
  block_ = block;
  words_ = words;
  if (undelivered_ > 0) deliver();
}

std::string LocalHalf::take_printed() { return std::exchange(printed_, {}); }

void LocalHalf::close() { core_.reset(); }

}  // namespace settle
