#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core.hpp"
#include "perform.hpp"

namespace settle {

/**
 * One digital half within the client's own process. Request and answer lie in one block of words that both sides see:
 *   asked     kind, fields
 *   answered  kind, bytes that the RTL has printed meanwhile, fields
 * in the form of flat.hpp. A long Advance is answered kUnderWay, and goes on when it is asked for the same; an answer that the
 * block is too short for is answered kTooLong with its length in words, and is in the next block that is attached.
 */
class LocalHalf {
 public:
  LocalHalf();
  /** `block` must stay where it is until the next one comes, and have kLeastWords at least. */
  void attach(double* block, std::size_t words);
  /** Never throws: what goes wrong is answered as a Failure. */
  void exchange();
  /** What the RTL has printed since the last call. */
  std::string take_printed();
  /** Ends the model; every later request is refused. */
  void close();
  static constexpr std::size_t kLeastWords = 16;

 private:
  class Form;
  std::uint64_t now() const;
  void request();
  void go_on();
  void answer_outputs();
  void fail(std::uint64_t code, const std::string& text, std::uint64_t time);
  void deliver();
  template <class Message>
  void answer(const Message& message);

  std::string printed_;
  std::unique_ptr<Core> core_;
  Progress progress_;
  wire::Advance advance_;  // kept, as there is one at every edge
  bool under_way_ = false;
  std::vector<double> answer_;
  double* block_ = nullptr;
  std::size_t words_ = 0;
  bool undelivered_ = false;
};

}  // namespace settle
