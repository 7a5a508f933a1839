#pragma once

namespace settle {

/** Arranges that this process ends when its parent does, however that happens; `parent` is the pid it must have. */
void follow_parent(int parent);
/** Ends this process when the parent is gone. */
void check_parent();
/** Whether the parent closed our standard input, or is gone. */
bool parent_left();
/** Waits until the parent closes our standard input, at most `limit_ms`. */
void await_parent_leaving(int limit_ms);

/**
 * Shown as the name of the process ("wait 17", "busy 17"): tells slow from waiting without asking the host. A host that waits
 * shows it after a slice of time.
 */
void show_state(const char* state, unsigned long long sequence);

}  // namespace settle
