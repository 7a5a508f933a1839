#include "bus.hpp"

#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/tcp.h>

#include "generated/wire.hpp"

namespace settle {

constexpr int kSlice_ms = 200;

Bus::~Bus() {
  release();
  if (socket_ >= 0) nn_close(socket_);
}

bool Bus::open() {
  socket_ = nn_socket(AF_SP, NN_PAIR);
  if (socket_ < 0) return false;
  // Twice the limit still arrives and is refused by name; beyond that the library itself drops the connection.
  const int most = static_cast<int>(2 * wire::kMaxMessageBytes);
  const int slice = kSlice_ms;
  const int yes = 1;
  return nn_setsockopt(socket_, NN_TCP, NN_TCP_NODELAY, &yes, sizeof yes) == 0 &&
         nn_setsockopt(socket_, NN_SOL_SOCKET, NN_RCVMAXSIZE, &most, sizeof most) == 0 &&
         nn_setsockopt(socket_, NN_SOL_SOCKET, NN_RCVTIMEO, &slice, sizeof slice) == 0 &&
         nn_setsockopt(socket_, NN_SOL_SOCKET, NN_SNDTIMEO, &slice, sizeof slice) == 0;
}

bool Bus::connect(const char* address) { return open() && nn_connect(socket_, address) >= 0; }
bool Bus::bind(const char* address) { return open() && nn_bind(socket_, address) >= 0; }

void Bus::release() {
  if (message_ != nullptr) nn_freemsg(message_);
  message_ = nullptr;
}

Bus::Got Bus::receive() {
  release();
  const int size = nn_recv(socket_, &message_, NN_MSG, 0);
  if (size >= 0) {
    size_ = static_cast<std::size_t>(size);
    return Got::kMessage;
  }
  message_ = nullptr;
  const int error = nn_errno();
  return error == ETIMEDOUT || error == EAGAIN || error == EINTR ? Got::kNothing : Got::kBroken;
}

bool Bus::send(const std::string& message) { return nn_send(socket_, message.data(), message.size(), 0) >= 0; }

}  // namespace settle
