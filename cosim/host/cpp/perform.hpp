#pragma once
#include "core.hpp"
#include "greeting.hpp"
#include "refusal.hpp"

namespace settle {

/** How far a conversation has come. */
struct Progress {
  bool greeted = false;
  bool over = false;
};

/**
 * Performs one request of the message table. `Form` is how its fields are read and its answer is written:
 *   fields()        a source at the first field of the request
 *   body<Message>() the request as a whole
 *   answer(message)
 *   advance()       performs an Advance, in stretches, and answers it
 *   burst()         performs a Burst and answers it
 */
template <class Form>
void perform(std::uint64_t kind, Core& core, Progress& progress, const Secret& secret, Form& form) {
  if (kind == wire::Hello::kKind) {
    form.answer(greet(form, core, secret));
    progress.greeted = true;
    return;
  }
  if (!progress.greeted) throw Refusal(wire::FailureCode::kHandshake, "Hello must come first");
  switch (kind) {
    case wire::Configure::kKind:
      return form.answer(core.configure(form.template body<wire::Configure>()));
    case wire::Advance::kKind:
      return form.advance();
    case wire::Burst::kKind:
      return form.burst();
    case wire::Peek::kKind:
      return form.answer(core.peek(form.template body<wire::Peek>()));
    case wire::Save::kKind:
      form.template body<wire::Save>();
      return form.answer(core.save());
    case wire::Restore::kKind:
      return form.answer(core.restore(form.template body<wire::Restore>()));
    case wire::Bye::kKind:
      form.template body<wire::Bye>();
      progress.over = true;
      core.finish();
      return form.answer(wire::Farewell{});
    default:
      throw Refusal(wire::FailureCode::kProtocol, "no request has kind " + std::to_string(kind));
  }
}

}  // namespace settle
