// Request bodies expanded within a bound.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/http/padded_buffer.hpp>

namespace weir::http {

enum class content_encoding : std::uint8_t { identity, gzip, zstd };

// A Content-Encoding value of one coding. Nothing: unsupported.
std::optional<content_encoding> parse_content_encoding(std::string_view value);

// Replaces `out`. Every member or frame of `bytes` must be whole and nothing may follow the last.
// Errors: content_encoding_malformed; body_too_large beyond `limit` bytes, found out without holding more than that.
result<void> expand(content_encoding encoding, std::string_view bytes, std::size_t limit, padded_buffer& out);

}  // namespace weir::http
