#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>

#include <curl/curl.h>
#include <src/http/curl_start.hpp>

#include <weir/base/assert.hpp>
#include <weir/http/smtp_client.hpp>

namespace weir::http {
namespace {

constexpr int submission_port = 587, tls_port = 465, plain_port = 25;
constexpr long first_trouble = 400, first_refusal = 500, last_refusal = 599;
// "Authenticate first", "STARTTLS first" and their kin: about this program, not about the mail.
constexpr long about_us[] = {530, 534, 535, 538};

struct unread {
  std::string_view rest;
};

std::size_t give(char* to, std::size_t, std::size_t size, void* from) {
  auto& u = *static_cast<unread*>(from);
  const auto count = std::min(size, u.rest.size());
  std::memcpy(to, u.rest.data(), count);
  u.rest.remove_prefix(count);
  return count;
}

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return std::nullopt;
  std::string out(text);
  curl_free(text);
  return out;
}

int usual_port(smtp_security s) {
  return s == smtp_security::tls ? tls_port : s == smtp_security::none ? plain_port : submission_port;
}

}  // namespace

result<smtp_server> read_smtp_url(const std::string& url, smtp_server before) {
  start_curl();
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return fail(error_code::setting_invalid, "SMTP_URL is no URL");
  const auto scheme = part(parsed.get(), CURLUPART_SCHEME);
  const auto host = part(parsed.get(), CURLUPART_HOST);
  if (!scheme || !host || host->empty() || (*scheme != "smtp" && *scheme != "smtps"))
    return fail(error_code::setting_invalid, "SMTP_URL begins with smtp:// or smtps:// and names a host");
  auto out = std::move(before);
  out.host = *host;
  if (*scheme == "smtps") out.security = smtp_security::tls;
  if (*scheme == "smtp" && out.security == smtp_security::tls) out.security = smtp_security::starttls;
  if (auto port = part(parsed.get(), CURLUPART_PORT)) out.port = std::atoi(port->c_str());
  if (auto user = part(parsed.get(), CURLUPART_USER, CURLU_URLDECODE)) out.user = *user;
  if (auto password = part(parsed.get(), CURLUPART_PASSWORD, CURLU_URLDECODE)) out.password = *password;
  return out;
}

struct smtp_client::handle {
  CURL* curl = nullptr;
};

smtp_client::smtp_client(smtp_server server) : server_(std::move(server)), handle_(std::make_unique<handle>()) {
  start_curl();
  handle_->curl = curl_easy_init();
  WEIR_ASSERT(handle_->curl != nullptr, "libcurl has memory for a handle");
}

smtp_client::~smtp_client() {
  curl_easy_cleanup(handle_->curl);
}

result<void> smtp_client::send(const std::string& sender, const std::string& recipient, const std::string& bytes) {
  auto* c = handle_->curl;
  curl_easy_reset(c);
  const bool tls = server_.security == smtp_security::tls;
  const auto port = server_.port != 0 ? server_.port : usual_port(server_.security);
  // curl greets with the URL's path.
  const auto url = (tls ? "smtps://" : "smtp://") + server_.host + ":" + std::to_string(port) + "/" + server_.ehlo_name;
  unread source{bytes};
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(
      curl_slist_append(nullptr, ("<" + recipient + ">").c_str()), curl_slist_free_all);
  const auto from = "<" + sender + ">";
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_USE_SSL, server_.security == smtp_security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  if (!server_.ca_file.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, server_.ca_file.c_str());
  if (!server_.user.empty()) {
    curl_easy_setopt(c, CURLOPT_USERNAME, server_.user.c_str());
    curl_easy_setopt(c, CURLOPT_PASSWORD, server_.password.c_str());
  }
  curl_easy_setopt(c, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(c, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(c, CURLOPT_READDATA, &source);
  curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
  // Without it curl waits two minutes for the answer to QUIT.
  curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                   static_cast<long>(std::chrono::ceil<std::chrono::seconds>(server_.answer_timeout).count()));
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(server_.timeout.count()));
  char why[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
  const auto code = curl_easy_perform(c);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, nullptr);
  if (code == CURLE_OK) return {};
  long answer = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
  std::string detail = why[0] == '\0' ? curl_easy_strerror(code) : why;
  if (answer >= first_trouble) detail += ", the server's last answer was " + std::to_string(answer);
  const bool refused = answer >= first_refusal && answer <= last_refusal &&
                       std::ranges::find(about_us, answer) == std::end(about_us) && code != CURLE_LOGIN_DENIED &&
                       code != CURLE_USE_SSL_FAILED;
  return fail(refused ? error_code::mail_refused : error_code::peer_unavailable, detail);
}

}  // namespace weir::http
