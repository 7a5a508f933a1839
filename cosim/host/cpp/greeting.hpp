#pragma once
#include "core.hpp"

namespace settle {

/** What both sides were given when the host was started; never on a command line, where others could read it. */
struct Secret {
  Bytes client;  // proves the client to us
  Bytes host;    // proves us to the client
};

/** Refuses (HANDSHAKE) another protocol version. */
void check_version(std::uint64_t version);
/** Refuses (HANDSHAKE) a client that does not know the secret or was built against another model. */
wire::Welcome welcome(const wire::Hello& hello, const Core& core, const Secret& secret);

/** Answers a Hello, or refuses (HANDSHAKE) it and names both sides' values. `Form` as for perform(). */
template <class Form>
wire::Welcome greet(Form& form, const Core& core, const Secret& secret) {
  // Another version may have other fields: look at its number, the first field, before any other.
  auto fields = form.fields();
  std::uint64_t version = 0;
  wire::read(fields, version, "Hello.version", UINT32_MAX);
  check_version(version);
  return welcome(form.template body<wire::Hello>(), core, secret);
}

}  // namespace settle
