#include <cstdio>
#include <cstdlib>

#include <weir/base/assert.hpp>

namespace weir {

void assertion_failed(std::string_view expression, std::string_view file, int line, std::string_view why) {
  std::fprintf(stderr, "weir: assertion failed at %.*s:%d: %.*s: %.*s\n", static_cast<int>(file.size()), file.data(),
               line, static_cast<int>(expression.size()), expression.data(), static_cast<int>(why.size()), why.data());
  std::fflush(stderr);
  std::abort();
}

}  // namespace weir
