// Any bytes, in any pieces: a request, more to read, or a 4xx. The first byte decides how the rest is cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "src/http/request_reader.hpp"
#include <weir/base/assert.hpp>

using namespace weir;
using namespace weir::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const server_limits limits = [] {
    server_limits out;
    out.header_bytes = 2'048;
    out.body_bytes = 8'192;
    out.body_bytes_expanded = 65'536;
    return out;
  }();
  std::size_t step = data[0] == 0 ? size : data[0];
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::unique_ptr<detail::exchange, decltype(&detail::release)> e(new detail::exchange, &detail::release);
  request_reader reader(limits, system_clock(), system_ids());
  reader.begin(*e);
  for (;;) {
    auto status = reader.advance();
    if (status == request_reader::status::failed) {
      auto answer = http_status(reader.failure().code);
      WEIR_ASSERT(answer >= 400 && answer < 500, "bytes alone never cause a 5xx");
      return 0;
    }
    if (status == request_reader::status::interim) continue;
    if (status == request_reader::status::complete) {
      WEIR_ASSERT(e->body.size() <= limits.body_bytes_expanded, "bodies are bounded");
      WEIR_ASSERT(e->request_end <= e->input.size(), "a request ends inside what was read");
      volatile char padding = e->body.empty() ? '\0' : e->body.data()[e->body.size() + padded_buffer::padding - 1];
      static_cast<void>(padding);
      e->input.erase_front(e->request_end);
      e->reset();
      reader.begin(*e);
      continue;
    }
    if (bytes.empty()) return 0;
    auto room = reader.prepare();
    auto count = std::min({room.size(), step, bytes.size()});
    WEIR_ASSERT(count > 0, "there is always room to read into");
    std::copy_n(bytes.begin(), count, room.begin());
    reader.commit(count);
    bytes.remove_prefix(count);
    WEIR_ASSERT(e->input.capacity() <= 64 * 1024, "what one client can make the server hold is bounded");
  }
}
