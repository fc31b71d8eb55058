#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include <netinet/in.h>
#include <src/http/curl_start.hpp>
#include <src/http/webhook_transfer.hpp>
#include <sys/socket.h>

#include <weir/base/assert.hpp>
#include <weir/base/json_text.hpp>

namespace weir::http {
namespace {

constexpr std::size_t most_header_bytes = std::size_t{64} * 1024;
constexpr std::size_t most_character_bytes = 4;
constexpr std::uint32_t replacement = 0xfffd;
constexpr int first_final_status = 200;

// Of whatever bytes a stranger sent.
std::string clean(std::string_view bytes, std::size_t most) {
  std::string out;
  while (!bytes.empty()) {
    const auto size = utf8_character_size(bytes);
    const bool fits = size > 0 && bytes.front() != '\0';
    std::string next;
    if (fits) {
      next = bytes.substr(0, size);
    } else {
      append_utf8(next, replacement);
    }
    if (out.size() + next.size() > most) break;
    out += next;
    bytes.remove_prefix(fits ? size : 1);
  }
  return out;
}

std::optional<ip_address> address_of(const curl_sockaddr& to) {
  ip_address out{};
  if (to.family == AF_INET && to.addrlen >= sizeof(sockaddr_in)) {
    sockaddr_in a;
    std::memcpy(&a, &to.addr, sizeof a);
    out[10] = out[11] = 0xff;
    std::memcpy(out.data() + 12, &a.sin_addr, 4);
    return out;
  }
  if (to.family == AF_INET6 && to.addrlen >= sizeof(sockaddr_in6)) {
    sockaddr_in6 a;
    std::memcpy(&a, &to.addr, sizeof a);
    std::memcpy(out.data(), &a.sin6_addr, out.size());
    return out;
  }
  return std::nullopt;
}

// "HTTP/1.1 204 No Content"; 0: it is no such line.
int status_of(std::string_view line) {
  int out = 0;
  const auto blank = line.find(' ');
  if (!line.starts_with("HTTP/") || blank == std::string_view::npos) return 0;
  line.remove_prefix(blank + 1);
  std::from_chars(line.data(), line.data() + line.size(), out);
  return out;
}

}  // namespace

webhook_transfer::webhook_transfer(const webhook_rules& rules, const webhook_client_options& options, webhook_post what,
                                   webhook_client::receiver done)
    : rules_(rules), options_(options), what_(std::move(what)), done_(std::move(done)) {}

webhook_transfer::~webhook_transfer() {
  curl_easy_cleanup(curl_);
  curl_slist_free_all(lines_);
}

result<void> webhook_transfer::prepare() {
  const auto url = rules_.read(what_.url);
  if (!url) return std::unexpected(url.error());
  with_tls_ = url->with_tls;
  start_curl();
  curl_ = curl_easy_init();
  WEIR_ASSERT(curl_ != nullptr, "libcurl has memory for a handle");
  // Without "Expect: 100-continue", which would cost a round trip for each larger body.
  lines_ = curl_slist_append(lines_, "Expect:");
  for (const auto& [name, value] : what_.headers)
    lines_ = curl_slist_append(lines_, (name + ": " + value).c_str());
  auto* c = curl_;
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why_);
  curl_easy_setopt(c, CURLOPT_URL, url->text().c_str());
  curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, url->with_tls ? "https" : "http");
  curl_easy_setopt(c, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(c, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  // A name that is slow to look up would hold the thread, and with it everybody, when its time is over.
  curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(c, CURLOPT_POST, 1L);
  curl_easy_setopt(c, CURLOPT_POSTFIELDS, what_.body.data());
  curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what_.body.size()));
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, lines_);
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  if (!options_.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, options_.ca_file.c_str());
  curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
  return {};
}

curl_socket_t webhook_transfer::open_socket(void* self, curlsocktype, curl_sockaddr* to) {
  auto& t = *static_cast<webhook_transfer*>(self);
  const auto address = address_of(*to);
  if (!address || !t.rules_.addresses().permit(*address, t.with_tls_)) {
    t.address_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  t.address_permitted_ = true;
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t webhook_transfer::take_header(char* data, std::size_t, std::size_t size, void* self) {
  auto& t = *static_cast<webhook_transfer*>(self);
  const std::string_view line(data, size);
  t.header_bytes_ += size;
  if (t.header_bytes_ > most_header_bytes) return 0;
  if (const auto status = status_of(line); status != 0 && !t.answered_) t.status_ = status;
  // Those of 1xx only announce an answer.
  if ((line == "\r\n" || line == "\n") && t.status_ >= first_final_status) t.answered_ = true;
  return size;
}

std::size_t webhook_transfer::take_body(char* data, std::size_t, std::size_t size, void* self) {
  auto& t = *static_cast<webhook_transfer*>(self);
  // A character that the limit cuts is not seen whole, so a few bytes more are kept than are shown.
  const auto room = t.options_.most_body_bytes + most_character_bytes - t.body_.size();
  t.body_.append(data, std::min(size, room));
  t.body_bytes_ += size;
  return t.body_bytes_ > t.options_.most_read_bytes ? 0 : size;
}

void webhook_transfer::end(CURLcode code) {
  webhook_reply out;
  curl_off_t took_us = 0;
  curl_easy_getinfo(curl_, CURLINFO_TOTAL_TIME_T, &took_us);
  out.duration = std::chrono::milliseconds(took_us / 1000);
  if (answered_) {
    curl_off_t retry_after_s = 0;
    curl_easy_getinfo(curl_, CURLINFO_RETRY_AFTER, &retry_after_s);
    out.status = status_;
    out.retry_after_s = retry_after_s;
    out.body = clean(body_, options_.most_body_bytes);
  } else if (address_refused_ && !address_permitted_) {
    // Not which: what a name stands for inside is nothing to be told to a stranger.
    out.error = "The host has no address that webhooks may be sent to.";
  } else if (header_bytes_ > most_header_bytes) {
    out.error = "The headers of the answer are too long.";
  } else {
    out.error = clean(why_[0] == '\0' ? curl_easy_strerror(code) : why_, CURL_ERROR_SIZE);
  }
  done_(std::move(out));
}

void webhook_transfer::refuse(const error& why) {
  webhook_reply out;
  out.refused = true;
  out.error = why.detail;
  done_(std::move(out));
}

}  // namespace weir::http
