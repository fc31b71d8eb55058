#include <concepts>

#include <workers/archive/segment_format.hpp>

#include <weir/base/assert.hpp>

namespace weir::archive {
namespace {

constexpr std::string_view magic{"WEIRSEG\x01", 8};
constexpr std::uint32_t most_headers = 100'000;

template<std::unsigned_integral T>
void put(std::string& out, T n) {
  for (std::size_t i = 0; i < sizeof n; ++i)
    out += static_cast<char>(static_cast<std::uint64_t>(n) >> (8 * i));
}

void put_offset(std::string& out, std::int64_t n) {
  put(out, static_cast<std::uint64_t>(n));
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// Reads on behind what was read; `good` is false from the first thing that is not there.
class cursor {
 public:
  explicit cursor(std::string_view bytes) : left_(bytes) {}

  template<std::unsigned_integral T>
  T number() {
    const auto bytes = take(sizeof(T));
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      n |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return static_cast<T>(n);
  }

  std::int64_t offset() { return static_cast<std::int64_t>(number<std::uint64_t>()); }
  std::string_view text() { return take(number<std::uint32_t>()); }

  std::string_view take(std::size_t size) {
    if (size > left_.size()) {
      good_ = false;
      left_ = {};
      return {};
    }
    const auto out = left_.substr(0, size);
    left_.remove_prefix(size);
    return out;
  }

  bool good() const { return good_; }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
  bool good_ = true;
};

std::unexpected<error> corrupt(std::string why) {
  return fail(error_code::archive_corrupt, std::move(why));
}

}  // namespace

void append_head(std::string& out, std::string_view topic, stream::partition_number partition, stream::offset first) {
  out += magic;
  put(out, static_cast<std::uint16_t>(topic.size()));
  out += topic;
  put(out, static_cast<std::uint32_t>(partition));
  put_offset(out, first);
}

void append_record(std::string& out, const stream::record& r) {
  std::size_t size = 3 * sizeof(std::uint32_t) + 2 * sizeof(std::uint64_t) + r.key.size() + r.value.size();
  for (const auto& h : r.headers)
    size += 2 * sizeof(std::uint32_t) + h.name.size() + h.value.size();
  WEIR_ASSERT(size <= UINT32_MAX, "the log takes no record of 4 GB");
  out.reserve(out.size() + size + sizeof(std::uint32_t));
  put(out, static_cast<std::uint32_t>(size));
  put_offset(out, r.offset);
  put_offset(out, r.appended_ms);
  put_text(out, r.key);
  put_text(out, r.value);
  put(out, static_cast<std::uint32_t>(r.headers.size()));
  for (const auto& h : r.headers) {
    put_text(out, h.name);
    put_text(out, h.value);
  }
}

result<segment_records> segment_records::parse(std::string_view raw, const segment_place& where) {
  cursor in(raw);
  if (in.take(magic.size()) != magic) return corrupt("it does not begin as a segment of a version that is known");
  const auto topic = in.take(in.number<std::uint16_t>());
  const auto partition = static_cast<stream::partition_number>(in.number<std::uint32_t>());
  auto expected = in.offset();
  if (!in.good() || topic != where.topic || partition != where.partition || expected != where.first) {
    return corrupt("its head names another topic, partition or first offset");
  }
  segment_records out;
  std::vector<std::pair<std::size_t, std::size_t>> spans;  // record and its headers: moved about until all are read
  while (!in.at_end()) {
    cursor one(in.text());
    stream::record r;
    r.partition = partition;
    r.offset = one.offset();
    r.appended_ms = one.offset();
    r.key = one.text();
    r.value = one.text();
    const auto headers = one.number<std::uint32_t>();
    if (headers > most_headers) return corrupt("a record has more headers than there can be");
    if (headers > 0) {
      auto& all = out.headers_.emplace_back();
      for (std::uint32_t i = 0; i < headers && one.good(); ++i) {
        const auto name = one.text();
        all.push_back({name, one.text()});
      }
      spans.emplace_back(out.records_.size(), out.headers_.size() - 1);
    }
    if (!in.good() || !one.good() || !one.at_end() || r.offset != expected) {
      return corrupt("where the record " + std::to_string(expected) + " should be there is none");
    }
    ++expected;
    out.records_.push_back(r);
  }
  if (expected != where.last + 1) return corrupt("it ends before the record " + std::to_string(expected));
  for (const auto& [record, headers] : spans)
    out.records_[record].headers = out.headers_[headers];
  return out;
}

}  // namespace weir::archive
