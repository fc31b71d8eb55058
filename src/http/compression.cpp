#include <algorithm>
#include <memory>

#include <zlib.h>
#include <zstd.h>

#include "exchange.hpp"
#include <weir/http/compression.hpp>

namespace weir::http {
namespace {

// Doubles, but never beyond the limit and one byte, which tells "too large" from "exactly full".
bool grow(padded_buffer& out, std::size_t limit) {
  auto next = std::min(std::max(out.capacity() * 2, std::size_t{16} * 1024), limit + 1);
  if (next <= out.capacity()) return false;
  out.reserve(next);
  return true;
}

std::unexpected<error> malformed() {
  return fail(error_code::content_encoding_malformed);
}

std::unexpected<error> too_large(std::size_t limit) {
  return fail(error_code::body_too_large, "The body expands to more than " + std::to_string(limit) + " bytes.");
}

result<void> expand_gzip(std::string_view bytes, std::size_t limit, padded_buffer& out) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return fail(error_code::internal_error);
  std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
  // zlib's interface is not const-correct; it does not write here.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    if (out.size() == out.capacity() && !grow(out, limit)) return too_large(limit);
    auto room = out.capacity() - out.size();
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + out.size());
    stream.avail_out = static_cast<uInt>(room);
    auto status = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.capacity() - stream.avail_out);
    if (out.size() > limit) return too_large(limit);
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0) return {};
      if (inflateReset(&stream) != Z_OK) return malformed();  // RFC 1952 §2.2: another member
      continue;
    }
    if (status == Z_BUF_ERROR && stream.avail_out == 0) continue;
    if (status != Z_OK) return malformed();
    if (stream.avail_in == 0 && stream.avail_out != 0) return malformed();  // cut off
  }
}

result<void> expand_zstd(std::string_view bytes, std::size_t limit, padded_buffer& out) {
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (!context) return fail(error_code::internal_error);
  // A frame may ask for a window of gigabytes; 8 MB is what RFC 8878 §3.1.1.1.2 recommends to support.
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, 23);
  ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
  for (;;) {
    if (out.size() == out.capacity() && !grow(out, limit)) return too_large(limit);
    ZSTD_outBuffer output{out.data(), out.capacity(), out.size()};
    auto left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left)) return malformed();
    out.resize(output.pos);
    if (out.size() > limit) return too_large(limit);
    if (input.pos < input.size) continue;
    if (left == 0) return {};
    if (output.pos < output.size) return malformed();  // cut off
  }
}

}  // namespace

std::optional<content_encoding> parse_content_encoding(std::string_view value) {
  if (detail::same_letters(value, "gzip") || detail::same_letters(value, "x-gzip")) return content_encoding::gzip;
  if (detail::same_letters(value, "zstd")) return content_encoding::zstd;
  if (value.empty() || detail::same_letters(value, "identity")) return content_encoding::identity;
  return std::nullopt;
}

result<void> expand(content_encoding encoding, std::string_view bytes, std::size_t limit, padded_buffer& out) {
  out.resize(0);
  switch (encoding) {
    case content_encoding::gzip:
      return expand_gzip(bytes, limit, out);
    case content_encoding::zstd:
      return expand_zstd(bytes, limit, out);
    case content_encoding::identity:
      break;
  }
  if (bytes.size() > limit) return too_large(limit);
  out.append(bytes);
  return {};
}

}  // namespace weir::http
