#include "src/kafka/record_headers.hpp"

#include <algorithm>
#include <optional>

namespace weir::kafka {
namespace {

constexpr std::size_t most_header_bytes = 64 * 1024;

// Zigzag varints as in Protocol Buffers; Kafka's headers use no negative but -1 for a null value.
class cursor {
 public:
  explicit cursor(const char* at) : at_(at) {}

  std::optional<std::int64_t> number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    return std::nullopt;
  }

  std::optional<std::string_view> text(bool may_be_null) {
    const auto length = number();
    if (!length || *length < (may_be_null ? -1 : 0)) return std::nullopt;
    if (*length <= 0) return std::string_view();
    const auto size = static_cast<std::size_t>(*length);
    if (size > most_header_bytes - bytes_) return std::nullopt;
    bytes_ += size;
    std::string_view found(at_, size);
    at_ += size;
    return found;
  }

 private:
  const char* at_;
  std::size_t bytes_ = 0;
};

}  // namespace

stream::header* header_arena::room(std::size_t count) {
  if (count > chunk_size) return large_.emplace_back(std::make_unique<stream::header[]>(count)).get();
  if (used_ + count > chunk_size) {
    ++chunk_;
    used_ = 0;
  }
  if (chunk_ == chunks_.size()) chunks_.push_back(std::make_unique<stream::header[]>(chunk_size));
  return chunks_[chunk_].get() + used_;
}

std::span<const stream::header> header_arena::read_in_place(const rd_kafka_message_t& message, bool& understood) {
  understood = false;
  if (message.payload == nullptr) return {};
  cursor at(static_cast<const char*>(message.payload) + message.len);
  const auto count = at.number();
  if (!count || *count < 0 || *count > static_cast<std::int64_t>(most_in_place)) return {};
  const auto size = static_cast<std::size_t>(*count);
  auto* out = room(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto name = at.text(false);
    if (!name) return {};
    const auto value = at.text(true);
    if (!value) return {};
    out[i] = {*name, *value};
  }
  used_ += size;
  understood = true;
  return {out, size};
}

std::span<const stream::header> header_arena::read_listed(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  const auto size = rd_kafka_header_cnt(list);
  auto* out = room(size);
  for (std::size_t i = 0; i < size; ++i) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t length = 0;
    rd_kafka_header_get_all(list, i, &name, &value, &length);
    out[i] = {name, {static_cast<const char*>(value), length}};
  }
  if (size <= chunk_size) used_ += size;
  return {out, size};
}

std::span<const stream::header> header_arena::read(const rd_kafka_message_t& message) {
  if (!in_place_) return read_listed(message);
  bool understood = false;
  const auto found = read_in_place(message, understood);
  if (understood && compare_ == 0) [[likely]]
    return found;
  const auto listed = read_listed(message);
  if (compare_ > 0) {
    --compare_;
    const auto same = [](const stream::header& a, const stream::header& b) {
      return a.name == b.name && a.value == b.value;
    };
    if (understood && !std::ranges::equal(found, listed, same)) in_place_ = false;
  }
  return listed;
}

}  // namespace weir::kafka
