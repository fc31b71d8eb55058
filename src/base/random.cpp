#include <sodium.h>

#include <weir/base/random.hpp>

namespace weir {

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

}  // namespace weir
