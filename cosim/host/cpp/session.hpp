#pragma once
#include <cstdint>
#include <string>

#include "core.hpp"
#include "greeting.hpp"
#include "perform.hpp"

namespace settle {

/**
 * One numbered conversation over any transport: bytes in, bytes out. The last answer is kept, so that a repeated request
 * is answered from memory and not executed twice.
 */
class Session {
 public:
  Session(std::uint64_t session, Secret secret);
  /** Never throws: what goes wrong is answered as a Failure. */
  std::string answer(const void* message, std::size_t size);
  bool over() const { return progress_.over; }
  /** The number of the request that must come next. */
  std::uint64_t expected() const { return last_sequence_ + 1; }

 private:
  class Form;
  std::string execute(std::uint64_t kind, wire::Source& fields, std::size_t count, std::uint64_t sequence);
  template <class Message>
  std::string pack(std::uint64_t sequence, const Message& body) const;
  std::string failure(std::uint64_t sequence, std::uint64_t code, const std::string& text, std::uint64_t time) const;

  Core core_{to_stderr()};
  std::uint64_t session_;
  Secret secret_;
  Progress progress_;
  std::uint64_t last_sequence_ = 0;
  std::string last_request_;
  std::string last_answer_;
};

}  // namespace settle
