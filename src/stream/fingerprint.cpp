#include <cstring>
#include <string>

#include <weir/base/hash.hpp>
#include <weir/stream/log.hpp>

namespace weir::stream {

fingerprint fingerprint_of(const record& r) {
  std::string text(16, '\0');
  std::memcpy(text.data(), &r.offset, 8);
  std::memcpy(text.data() + 8, &r.appended_ms, 8);
  const auto body = hash64(r.value);
  text.append(reinterpret_cast<const char*>(&body), 8);
  text += r.key;
  const auto hash = hash64(text);
  return hash == 0 ? 1 : hash;
}

}  // namespace weir::stream
