#pragma once
#include <cstddef>
#include <string>

namespace settle {

/** One nanomsg PAIR socket, closed when it goes out of scope. */
class Bus {
 public:
  Bus() = default;
  ~Bus();
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;
  /** False, with errno set, when the address cannot be reached. */
  bool connect(const char* address);
  bool bind(const char* address);
  enum class Got { kMessage, kNothing, kBroken };
  /** Waits a slice of time at most, so that the caller can look after other things. */
  Got receive();
  bool send(const std::string& message);
  const void* data() const { return message_; }
  std::size_t size() const { return size_; }

 private:
  bool open();
  void release();
  int socket_ = -1;
  void* message_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace settle
