// What identifies an event, and what identifies a rejection: shared by the worker, which writes them, and by the reads
// that look them up.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <weir/base/hash.hpp>
#include <weir/base/ulid.hpp>
#include <weir/stream/log.hpp>

namespace weir::usage {

template<class T>
void append_bytes(std::string& out, const T& number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof bytes);
}

inline void append_identity(std::string& out, tenant_id tenant, std::string_view source, std::string_view id) {
  append_bytes(out, tenant.value.bytes);
  append_bytes(out, static_cast<std::uint32_t>(source.size()));
  out += source;
  append_bytes(out, static_cast<std::uint32_t>(id.size()));
  out += id;
}

// (tenant, source, id), length-prefixed, so that no two identities share a text. `text` is the caller's memory, reused.
inline hash128 event_identity(const keyed_hash& hash, tenant_id tenant, std::string_view source, std::string_view id,
                              std::string& text) {
  text.clear();
  append_identity(text, tenant, source, id);
  return hash(text);
}

// Of a row of an import: the same, in a scope of the import's own.
inline hash128 history_identity(const keyed_hash& hash, history_import_id import, tenant_id tenant,
                                std::string_view source, std::string_view id, std::string& text) {
  text.clear();
  append_bytes(text, import.value.bytes);
  append_identity(text, tenant, source, id);
  return hash(text);
}

inline constexpr std::int32_t whole_record = -2;  // as the index of a rejection

// From its cause, so that the same record rejected twice is the same row. `meter` is 0 but where the event was counted
// elsewhere.
inline rejected_id rejection_id(stream::partition_number partition, stream::offset offset, std::int32_t index,
                                std::int32_t meter) {
  std::string text = "rejected";
  append_bytes(text, partition);
  append_bytes(text, offset);
  append_bytes(text, index);
  append_bytes(text, meter);
  const std::uint64_t parts[] = {hash64(text), hash64(text + "+")};
  rejected_id id;
  std::memcpy(id.value.bytes.data(), parts, sizeof parts);
  return id;
}

}  // namespace weir::usage
