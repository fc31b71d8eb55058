// The Prefer header (RFC 7240). What is not understood is ignored, as the RFC asks; an answer says what was applied.
#pragma once

#include <chrono>
#include <optional>

#include <weir/http/message.hpp>

namespace weir::api {

struct preferences {
  static constexpr std::chrono::seconds longest_wait{10};

  bool minimal = false;                      // return=minimal
  std::optional<std::chrono::seconds> wait;  // wait=N, 1 to longest_wait: more is cut to it
};

preferences preferences_of(const http::request& request);

}  // namespace weir::api
