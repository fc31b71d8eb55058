#include <algorithm>

#include <weir/contract/archive_manifest.hpp>
#include <weir/contract/json_document.hpp>
#include <weir/contract/json_writer.hpp>

namespace weir::contract {
namespace {

constexpr std::string_view format = "weir-archive-1";

// Remembers the first member that is missing or makes no sense.
class reader {
 public:
  explicit reader(json_value from) : from_(from) {}

  std::string text(std::string_view name) {
    const auto found = from_.text(name);
    return found ? std::string(*found) : miss(name);
  }

  std::int64_t integer(std::string_view name) {
    const auto member = from_.find(name);
    const auto n = member ? member->integer() : std::nullopt;
    if (!n || *n < 0) miss(name);
    return n.value_or(0);
  }

  std::int32_t small_integer(std::string_view name) {
    const auto n = integer(name);
    if (n > INT32_MAX) miss(name);
    return static_cast<std::int32_t>(n);
  }

  timestamp instant(std::string_view name) {
    const auto t = parse_rfc3339(text(name));
    if (!t) miss(name);
    return t.value_or(timestamp{});
  }

  bytes32 digest(std::string_view name) {
    const auto bytes = from_hex(text(name));
    bytes32 out{};
    if (!bytes || bytes->size() != out.size()) {
      miss(name);
    } else {
      std::ranges::copy(*bytes, out.begin());
    }
    return out;
  }

  std::optional<bytes32> optional_digest(std::string_view name) {
    const auto member = from_.find(name);
    if (member && member->is_null()) return {};
    return digest(name);
  }

  const std::string& missing() const { return missing_; }

 private:
  std::string miss(std::string_view name) {
    if (missing_.empty()) missing_ = name;
    return {};
  }

  json_value from_;
  std::string missing_;
};

}  // namespace

std::string write_archive_manifest(const archive_manifest& m) {
  json_writer w(1024);
  w.begin_object().member("format", format).member("installation", m.installation).member("topic", m.topic);
  w.member("partition", m.partition).member("sequence", m.sequence).member("log_number", m.log_number);
  w.member("first_offset", m.first_offset).member("last_offset", m.last_offset).member("records", m.records);
  w.member("first_appended_at", m.first_appended_at).member("last_appended_at", m.last_appended_at);
  w.member("raw_bytes", m.raw_bytes).member("stored_bytes", m.stored_bytes);
  w.member("raw_sha256", hex(m.raw_sha256)).member("stored_sha256", hex(m.stored_sha256));
  w.key("previous_sha256");
  if (m.previous_sha256) {
    w.text(hex(*m.previous_sha256));
  } else {
    w.null();
  }
  return w.end_object().take() + "\n";
}

result<archive_manifest> read_archive_manifest(std::string_view text) {
  auto document = json_document::parse(text);
  if (!document) return fail(error_code::record_malformed, "no JSON: " + document.error().detail);
  if (document->root().kind() != json_kind::object) return fail(error_code::record_malformed, "no JSON object");
  reader in(document->root());
  if (const auto is = in.text("format"); is != format) {
    return fail(error_code::record_malformed,
                "its format is \"" + is + "\", this program reads " + std::string(format));
  }
  archive_manifest m;
  m.installation = in.text("installation");
  m.topic = in.text("topic");
  m.partition = in.small_integer("partition");
  m.sequence = in.integer("sequence");
  m.log_number = in.small_integer("log_number");
  m.first_offset = in.integer("first_offset");
  m.last_offset = in.integer("last_offset");
  m.records = in.integer("records");
  m.first_appended_at = in.instant("first_appended_at");
  m.last_appended_at = in.instant("last_appended_at");
  m.raw_bytes = in.integer("raw_bytes");
  m.stored_bytes = in.integer("stored_bytes");
  m.raw_sha256 = in.digest("raw_sha256");
  m.stored_sha256 = in.digest("stored_sha256");
  m.previous_sha256 = in.optional_digest("previous_sha256");
  if (!in.missing().empty()) {
    return fail(error_code::record_malformed, "the member " + in.missing() + " is missing or makes no sense");
  }
  if (m.sequence < 1 || m.last_offset < m.first_offset || m.records != m.last_offset - m.first_offset + 1) {
    return fail(error_code::record_malformed, "its offsets and its number of records do not fit");
  }
  return m;
}

}  // namespace weir::contract
