#include "session.hpp"

#include <cstring>
#include <utility>

#include "refusal.hpp"
#include "supervision.hpp"

namespace settle {

using wire::FailureCode;

namespace {

struct Header {
  std::uint64_t kind = 0;
  std::uint64_t session = 0;
  std::uint64_t sequence = 0;
};

Header read_header(wire::Source& s) {
  Header h;
  read(s, h.kind, "header.kind", wire::kMaxKind);
  read(s, h.session, "header.session", wire::kMaxSession);
  read(s, h.sequence, "header.sequence", wire::kMaxSequence);
  return h;
}

}  // namespace

Session::Session(std::uint64_t session, Secret secret) : session_(session), secret_(std::move(secret)) {}

template <class Message>
std::string Session::pack(std::uint64_t sequence, const Message& message) const {
  wire::Packer packer;
  packer.list(wire::kHeaderFields + Message::kFields);
  packer.uint(Message::kKind);
  packer.uint(session_);
  packer.uint(sequence);
  write_fields(packer, message);
  return packer.take();
}

std::string Session::failure(std::uint64_t sequence, std::uint64_t code, const std::string& text,
                             std::uint64_t time) const {
  wire::Failure message;
  message.code = code;
  message.text = text;
  message.time = time;
  return pack(sequence, message);
}

std::string Session::answer(const void* message, std::size_t size) {
  std::uint64_t sequence = 0;
  try {
    wire::Unpacked unpacked(message, size);
    wire::Source fields = unpacked.fields();
    const Header header = read_header(fields);
    if (header.session != session_) throw Refusal(FailureCode::kProtocol, "message of another session");
    sequence = header.sequence;
    const std::string request(static_cast<const char*>(message), size);
    if (sequence == last_sequence_ && request == last_request_) return last_answer_;
    if (sequence != expected())
      throw Refusal(FailureCode::kProtocol, "message number " + std::to_string(sequence) + " where " +
                                                std::to_string(expected()) + " must come next");
    last_sequence_ = sequence;
    last_request_ = request;
    last_answer_ = execute(header.kind, fields, unpacked.length() - wire::kHeaderFields, sequence);
    return last_answer_;
  } catch (const Refusal& refusal) {
    return failure(sequence, refusal.code, refusal.text, core_.now());
  } catch (const std::exception& error) {
    return failure(sequence, static_cast<std::uint64_t>(FailureCode::kProtocol), error.what(), core_.now());
  }
}

/** MessagePack, numbered. */
class Session::Form {
 public:
  Form(Session& session, wire::Source fields, std::size_t count, std::uint64_t sequence)
      : session_(session), core_(session.core_), fields_(fields), count_(count), sequence_(sequence) {}
  wire::Source fields() const { return fields_; }
  template <class Message>
  Message body() {
    if (count_ != Message::kFields)
      throw Refusal(FailureCode::kProtocol, "malformed message: " + std::to_string(count_) + " fields instead of " +
                                                std::to_string(Message::kFields));
    Message message;
    read_fields(fields_, message);
    return message;
  }
  template <class Message>
  void answer(const Message& message) {
    answer_ = session_.pack(sequence_, message);
  }
  void advance() {
    const wire::Advance request = body<wire::Advance>();
    while (!core_.advance(request)) check_parent();
    answer(core_.changed_outputs());
  }
  void burst() { answer(core_.burst(body<wire::Burst>())); }
  std::string take() { return std::move(answer_); }

 private:
  const Session& session_;
  Core& core_;
  wire::Source fields_;
  std::size_t count_;
  std::uint64_t sequence_;
  std::string answer_;
};

std::string Session::execute(std::uint64_t kind, wire::Source& fields, std::size_t count, std::uint64_t sequence) {
  try {
    Form form(*this, fields, count, sequence);
    perform(kind, core_, progress_, secret_, form);
    return form.take();
  } catch (const Refusal& refusal) {
    return failure(sequence, refusal.code, refusal.text, core_.now());
  } catch (const RtlEnd& end) {
    return failure(sequence, static_cast<std::uint64_t>(end.code), end.text, end.time);
  }
}

}  // namespace settle
