#include "local_half.hpp"

#include <cstring>
#include <utility>

#include "flat.hpp"
#include "refusal.hpp"

namespace settle {

using wire::FailureCode;

constexpr std::size_t kHeadingWords = 2;

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
  Message body() {
    Message message;
    wire::FlatSource source = fields();
    wire::read_fields(source, message);
    return message;
  }
  template <class Message>
  void answer(const Message& message) {
    owner_.answer(message);
  }
  void advance() {
    owner_.advance_.inputs.clear();
    wire::FlatSource source = fields();
    wire::read_fields(source, owner_.advance_);
    owner_.under_way_ = true;
    owner_.go_on();
  }

 private:
  LocalHalf& owner_;
  wire::FlatWords words_;
};

LocalHalf::LocalHalf()
    : core_(new Core([this](const char* text, std::size_t size) { printed_.append(text, size); })) {}

template <class Message>
void LocalHalf::answer(const Message& message) {
  answer_.assign({static_cast<double>(Message::kKind), 0.0});
  wire::FlatPacker packer(answer_);
  wire::write_fields(packer, message);
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
  Form form(*this);
  const std::uint64_t kind = form.kind();
  if (kind == wire::kUnderWay) return go_on();
  under_way_ = false;
  // Both sides are one process: there is no secret to prove.
  perform(kind, *core_, progress_, Secret{}, form);
}

void LocalHalf::go_on() {
  if (!under_way_) throw Refusal(FailureCode::kMisuse, "no Advance is under way");
  if (!core_->approach(advance_)) return;
  under_way_ = false;
  core_->arrive(advance_);
  answer_outputs();
}

/** An Outputs, straight from the model. */
void LocalHalf::answer_outputs() {
  constexpr std::size_t kCount = kHeadingWords + 1;
  answer_.assign({static_cast<double>(wire::Outputs::kKind), 0.0, static_cast<double>(core_->now()), 0.0});
  wire::FlatPacker packer(answer_);
  core_->each_changed(false, [this, &packer](const Reported& one) {
    packer.uint(one.index());
    packer.bits(one.value());
    ++answer_[kCount];
  });
}

void LocalHalf::exchange() {
  if (!block_) return;
  answer_.assign({static_cast<double>(wire::kUnderWay), 0.0});
  try {
    if (!core_) throw Refusal(FailureCode::kMisuse, "the digital half is closed");
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
  answer_[1] = static_cast<double>(printed_.size());
  undelivered_ = true;
  deliver();
}

void LocalHalf::deliver() {
  if (!undelivered_) return;
  if (answer_.size() <= words_) {
    std::memcpy(block_, answer_.data(), answer_.size() * sizeof(double));
    undelivered_ = false;
  } else {
    block_[0] = static_cast<double>(wire::kTooLong);
    block_[1] = static_cast<double>(answer_.size());
  }
}

void LocalHalf::attach(double* block, std::size_t words) {
  block_ = block;
  words_ = words;
  deliver();
}

std::string LocalHalf::take_printed() { return std::exchange(printed_, {}); }

void LocalHalf::close() { core_.reset(); }

}  // namespace settle
