#include <algorithm>
#include <utility>

#include <weir/base/crypto.hpp>
#include <weir/http/s3_client.hpp>
#include <weir/http/url.hpp>

namespace weir::http {
namespace {

constexpr std::size_t body_most = std::size_t{1} << 30;
constexpr std::chrono::milliseconds request_timeout{120'000};
constexpr std::chrono::milliseconds connect_timeout{5'000};
constexpr int status_not_found = 404;

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// The content of the first element of that name at or behind `at`, which moves behind it.
std::optional<std::string_view> element(std::string_view xml, std::string_view name, std::size_t& at) {
  const auto open = "<" + std::string(name) + ">";
  const auto close = "</" + std::string(name) + ">";
  const auto from = xml.find(open, at);
  if (from == std::string_view::npos) return {};
  const auto to = xml.find(close, from);
  if (to == std::string_view::npos) return {};
  at = to + close.size();
  return xml.substr(from + open.size(), to - from - open.size());
}

std::string element_of(std::string_view xml, std::string_view name) {
  std::size_t at = 0;
  return std::string(element(xml, name, at).value_or(""));
}

std::string unescaped(std::string_view text) {
  static constexpr std::pair<std::string_view, char> known[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}, {"&#34;", '"'}};
  std::string out;
  while (!text.empty()) {
    std::size_t used = 1;
    char c = text.front();
    for (const auto& [escape, meant] : known) {
      if (text.starts_with(escape)) {
        used = escape.size();
        c = meant;
      }
    }
    out += c;
    text.remove_prefix(used);
  }
  return out;
}

std::string encoded_path(std::string_view key) {
  std::string out;
  for (std::size_t from = 0; from <= key.size();) {
    const auto to = std::min(key.find('/', from), key.size());
    if (from > 0) out += '/';
    out += percent_encode(key.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

// What a URL's Host header says: without the port that its scheme has anyway.
std::string host_of(const std::string& endpoint) {
  const bool is_tls = endpoint.starts_with("https://");
  auto host = endpoint.substr(endpoint.find("://") + 3);
  const std::string_view usual = is_tls ? ":443" : ":80";
  if (host.ends_with(usual)) host.resize(host.size() - usual.size());
  return host;
}

std::unexpected<error> refused(const client_response& answer, std::string_view what) {
  const auto code = element_of(answer.body, "Code");
  return fail(error_code::archive_unavailable, std::string(what) + ": the store answered " +
                                                   std::to_string(answer.status) + (code.empty() ? "" : " " + code));
}

}  // namespace

s3_client::s3_client(s3_bucket where, clock_source& clock)
    : where_(std::move(where)),
      host_(host_of(where_.endpoint)),
      clock_(clock),
      client_({.ca_file = where_.ca_file, .most_body_bytes = body_most, .connect_timeout = connect_timeout}) {}

result<void> s3_client::check(const s3_bucket& where) {
  const auto& e = where.endpoint;
  const auto scheme = e.starts_with("https://") || e.starts_with("http://");
  if (!scheme || e.find('/', e.find("://") + 3) != std::string::npos || e.ends_with("://")) {
    return fail(error_code::setting_invalid, "the endpoint must be https://host or http://host:port");
  }
  if (where.bucket.empty()) return fail(error_code::setting_invalid, "the bucket has no name");
  if (where.key.region.empty()) return fail(error_code::setting_invalid, "the region has no name");
  return {};
}

result<client_response> s3_client::send(const char* method, const std::string& key, parameters query,
                                        std::string body) {
  const auto now = clock_.now();
  unsigned_request r;
  r.method = method;
  r.path = "/" + percent_encode(where_.bucket) + (key.empty() ? "" : "/" + encoded_path(key));
  r.payload_sha256 = hex(sha256(body));
  r.headers = {{"x-amz-content-sha256", r.payload_sha256}, {"x-amz-date", amz_date(now)}};
  client_request out;
  out.method = method;
  out.url = where_.endpoint + r.path;
  if (!query.empty()) out.url += "?" + canonical_query(query);
  out.headers = r.headers;
  r.headers.emplace_back("host", host_);
  r.query = std::move(query);
  out.headers.emplace_back("Authorization", sign_request(r, where_.key, now));
  out.headers.emplace_back("Content-Type", "application/octet-stream");
  out.body = std::move(body);
  out.timeout = request_timeout;
  auto answer = client_.send(out);
  if (!answer) return fail(error_code::archive_unavailable, host_ + ": " + answer.error().detail);
  return answer;
}

result<void> s3_client::put(const std::string& key, std::string_view bytes) {
  auto answer = send("PUT", key, {}, std::string(bytes));
  if (!answer) return std::unexpected(answer.error());
  if (!is_success(answer->status)) return refused(*answer, "writing " + key);
  return {};
}

result<std::optional<std::string>> s3_client::get(const std::string& key, std::size_t most) {
  auto answer = send("GET", key, {}, {});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status == status_not_found && element_of(answer->body, "Code") != "NoSuchBucket") {
    return std::optional<std::string>{};
  }
  if (!is_success(answer->status)) return refused(*answer, "reading " + key);
  if (answer->body.size() > most) return fail(error_code::archive_corrupt, key + " is larger than it may be");
  return std::move(answer->body);
}

result<s3_page> s3_client::list(const std::string& prefix, const std::string& continuation) {
  parameters query{{"list-type", "2"}};
  if (!prefix.empty()) query.emplace_back("prefix", prefix);
  if (!continuation.empty()) query.emplace_back("continuation-token", continuation);
  auto answer = send("GET", "", std::move(query), {});
  if (!answer) return std::unexpected(answer.error());
  if (!is_success(answer->status)) return refused(*answer, "listing " + where_.bucket);
  return read_s3_page(answer->body);
}

result<void> s3_client::remove(const std::string& key) {
  auto answer = send("DELETE", key, {}, {});
  if (!answer) return std::unexpected(answer.error());
  if (!is_success(answer->status) && answer->status != status_not_found) return refused(*answer, "removing " + key);
  return {};
}

result<s3_page> read_s3_page(std::string_view xml) {
  if (xml.find("<ListBucketResult") == std::string_view::npos) {
    return fail(error_code::archive_unavailable, "the store's answer is no list of objects");
  }
  s3_page out;
  std::size_t at = 0;
  while (const auto object = element(xml, "Contents", at)) {
    auto key = unescaped(element_of(*object, "Key"));
    if (key.empty()) return fail(error_code::archive_unavailable, "the store listed an object without a key");
    out.keys.push_back(std::move(key));
  }
  if (element_of(xml, "IsTruncated") == "true") {
    out.next = unescaped(element_of(xml, "NextContinuationToken"));
    if (out.next.empty()) return fail(error_code::archive_unavailable, "the store's list goes on nowhere");
  }
  return out;
}

}  // namespace weir::http
