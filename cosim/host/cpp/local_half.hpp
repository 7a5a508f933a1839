#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core.hpp"
#include "flat.hpp"
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
  void begin_advance(Form& form);
  void go_on();
  void answer_outputs();
  void fail(std::uint64_t code, const std::string& text, std::uint64_t time);
  template <class Message>
  void answer(const Message& message);
  /** The two words that every answer begins with. */
  wire::FlatPacker heading(std::uint64_t kind);
  void deliver(const wire::FlatPacker& answer);
  void deliver();

  std::string printed_;
  std::unique_ptr<Core> core_;
  Progress progress_;
  wire::Advance advance_;  // requests that come again and again are read into the memory of the last one
  wire::Burst burst_;
  bool under_way_ = false;
  std::vector<double> longer_;  // an answer that the block was too short for
  double* block_ = nullptr;
  std::size_t words_ = 0;
  std::size_t undelivered_ = 0;  // words of it that are to be in the next block
};

}  // namespace settle
