#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <src/app/api_access.hpp>

#include <weir/contract/json_document.hpp>

namespace weir::app {
namespace {

constexpr int attempts_most = 8;

}  // namespace

result<api_address> find_api(const tool& t, const std::string& url, const std::string& key_file) {
  api_address out{url, t.program->config().api_key};
  if (!key_file.empty()) {
    auto text = read_secret_file(key_file == "-" ? "/dev/stdin" : key_file);
    if (!text) return std::unexpected(text.error());
    out.key = text->substr(0, text->find_first_of("\r\n"));
  }
  if (out.url.empty()) out.url = t.copy.url;
  if (out.url.empty())
    out.url = fmt::format("http://{}:{}", t.program->config().app_host, t.program->config().app_port);
  while (out.url.ends_with('/'))
    out.url.pop_back();
  if (out.key.empty()) return fail(error_code::usage_invalid, "no key: set API_KEY, or name a file with --key-file");
  return out;
}

result<http::client_response> api_access::ask(const std::string& method, const std::string& path, std::string body,
                                              std::vector<std::pair<std::string, std::string>> headers) {
  http::client_request request;
  request.method = method;
  request.url = at_.url + path;
  request.headers = std::move(headers);
  request.headers.emplace_back("Authorization", "Bearer " + at_.key);
  request.body = std::move(body);
  for (int attempt = 1;; ++attempt) {
    auto answer = client_.send(request);
    const bool again = answer ? answer->status == 429 || answer->status >= 500 : answer.error().retryable();
    if (!again) return answer;
    if (attempt == attempts_most) {
      if (!answer) return answer;
      return fail(error_code::peer_unavailable, fmt::format("HTTP {}", answer->status));
    }
    auto wait = std::chrono::milliseconds(std::min(250 << attempt, 10'000));
    if (answer && answer->retry_after.count() > 0) wait = std::min(answer->retry_after, std::chrono::seconds(60));
    std::this_thread::sleep_for(wait);
  }
}

error problem_of(const http::client_response& answer) {
  auto document = contract::json_document::parse(answer.body);
  if (!document) return error(error_code::peer_unavailable, fmt::format("HTTP {}", answer.status));
  const auto root = document->root();
  const auto code = root.text("code").value_or("");
  const auto detail = root.text("detail").value_or("");
  return error(error_code_from_name(code), std::string(detail));
}

}  // namespace weir::app
