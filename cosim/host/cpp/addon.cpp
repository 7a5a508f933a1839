// The host as a native addon of Node: open() makes a digital half in this very process. Plain functions on shared memory, for
// an exchange may cost no more than what it exchanges. No exception leaves these functions.
#define NAPI_VERSION 8
#include <node_api.h>

#include <new>
#include <string>

#include "local_half.hpp"

namespace {

/** One digital half, kept as long as one of its functions can be called. */
struct Opened {
  settle::LocalHalf half;
  napi_ref block = nullptr;
  int functions = 0;
};

bool failed(napi_env env, napi_status status, const char* what) {
  if (status == napi_ok) return false;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, nullptr, what);
  return true;
}

Opened* opened(napi_env env, napi_callback_info info, std::size_t* count = nullptr, napi_value* arguments = nullptr) {
  void* held = nullptr;
  if (failed(env, napi_get_cb_info(env, info, count, arguments, nullptr, &held), "cannot read arguments")) return nullptr;
  return static_cast<Opened*>(held);
}

napi_value exchange(napi_env env, napi_callback_info info) {
  if (Opened* const self = opened(env, info)) self->half.exchange();
  return nullptr;
}

/** attach(block: Float64Array): where requests and answers lie from now on. */
napi_value attach(napi_env env, napi_callback_info info) {
  std::size_t count = 1;
  napi_value block = nullptr;
  Opened* const self = opened(env, info, &count, &block);
  if (!self) return nullptr;
  napi_typedarray_type type = napi_int8_array;
  std::size_t words = 0;
  void* storage = nullptr;
  const bool is_array = count == 1 && napi_get_typedarray_info(env, block, &type, &words, &storage, nullptr, nullptr) == napi_ok;
  if (!is_array || type != napi_float64_array || !storage || words < settle::LocalHalf::kLeastWords) {
    napi_throw_type_error(env, nullptr, "attach() takes a Float64Array of 16 words at least");
    return nullptr;
  }
  napi_ref kept = nullptr;
  if (failed(env, napi_create_reference(env, block, 1, &kept), "cannot keep the block")) return nullptr;
  self->half.attach(static_cast<double*>(storage), words);
  if (self->block) napi_delete_reference(env, self->block);
  self->block = kept;
  return nullptr;
}

napi_value printed(napi_env env, napi_callback_info info) {
  Opened* const self = opened(env, info);
  if (!self) return nullptr;
  const std::string text = self->half.take_printed();
  napi_value answer = nullptr;
  if (failed(env, napi_create_string_utf8(env, text.data(), text.size(), &answer), "cannot make a text")) return nullptr;
  return answer;
}

napi_value close(napi_env env, napi_callback_info info) {
  if (Opened* const self = opened(env, info)) self->half.close();
  return nullptr;
}

void release(napi_env env, void* held, void*) {
  Opened* const self = static_cast<Opened*>(held);
  if (--self->functions > 0) return;
  if (self->block) napi_delete_reference(env, self->block);
  delete self;
}

bool add(napi_env env, napi_value to, const char* name, napi_callback function, Opened* self) {
  napi_value made = nullptr;
  if (failed(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, function, self, &made), "cannot make a function")) return false;
  if (self) {
    if (failed(env, napi_add_finalizer(env, made, self, release, nullptr, nullptr), "cannot hold a function")) return false;
    ++self->functions;
  }
  return !failed(env, napi_set_named_property(env, to, name, made), "cannot set a property");
}

Opened* make(napi_env env) {
  try {
    return new Opened;
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  } catch (...) {
    napi_throw_error(env, nullptr, "the model cannot be made");
  }
  return nullptr;
}

napi_value open(napi_env env, napi_callback_info) {
  napi_value object = nullptr;
  if (failed(env, napi_create_object(env, &object), "cannot make an object")) return nullptr;
  Opened* const self = make(env);
  if (!self) return nullptr;
  const bool complete = add(env, object, "exchange", exchange, self) && add(env, object, "attach", attach, self) &&
                        add(env, object, "printed", printed, self) && add(env, object, "close", close, self);
  if (!complete && self->functions == 0) delete self;  // otherwise the functions made so far hold it
  return complete ? object : nullptr;
}

}  // namespace

NAPI_MODULE_INIT() { return add(env, exports, "open", open, nullptr) ? exports : nullptr; }
