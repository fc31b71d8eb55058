// Bugs end the process, in release builds too: a wrong number must never be written.
#pragma once

#include <string_view>

namespace weir {

[[noreturn]] void assertion_failed(std::string_view expression, std::string_view file, int line, std::string_view why);

}  // namespace weir

#define WEIR_ASSERT(expression, why)                    \
  (static_cast<bool>(expression) ? static_cast<void>(0) \
                                 : ::weir::assertion_failed(#expression, __FILE__, __LINE__, why))
