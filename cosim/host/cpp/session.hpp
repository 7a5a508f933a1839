#pragma once
#include <cstdint>
#include <string>

#include "core.hpp"

namespace settle {

/** What both sides were given when the host was started; never on a command line, where others could read it. */
struct Secret {
  Bytes client;  // proves the client to us
  Bytes host;    // proves us to the client
};

/**
 * One numbered conversation over any transport: bytes in, bytes out. The last answer is kept, so that a repeated request
 * is answered from memory and not executed twice.
 */
class Session {
 public:
  Session(std::uint64_t session, Secret secret);
  /** Never throws: what goes wrong is answered as a Failure. */
  std::string answer(const void* message, std::size_t size);
  bool over() const { return over_; }
  /** The number of the request that must come next. */
  std::uint64_t expected() const { return last_sequence_ + 1; }

 private:
  std::string execute(std::uint64_t kind, wire::Source& fields, std::size_t count, std::uint64_t sequence);
  std::string greet(wire::Source& fields, std::uint64_t sequence);
  template <class Message>
  std::string pack(std::uint64_t sequence, const Message& body) const;
  std::string failure(std::uint64_t sequence, std::uint64_t code, const std::string& text, std::uint64_t time) const;
  wire::Welcome identity() const;

  Core core_;
  std::uint64_t session_;
  Secret secret_;
  bool greeted_ = false;
  bool over_ = false;
  std::uint64_t last_sequence_ = 0;
  std::string last_request_;
  std::string last_answer_;
};

}  // namespace settle
