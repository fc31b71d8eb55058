// The running Weir as the operator's verbs ask it: where it is, and under which key.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <src/app/tool.hpp>

#include <weir/http/client.hpp>

namespace weir::app {

struct api_options : tool_options {
  std::string url;       // else the run file's, else APP_HOST and APP_PORT
  std::string key_file;  // else API_KEY
};

struct api_address {
  std::string url;  // without a slash at its end
  std::string key;
};

// Errors: file_unreadable, usage_invalid (there is no key).
result<api_address> find_api(const tool& t, const std::string& url, const std::string& key_file);

class api_access {
 public:
  explicit api_access(api_address at) : at_(std::move(at)) {}

  // Asks until there is an answer that is neither 429 nor 5xx, eight times at most: whatever is asked must be harmless
  // when it is repeated. `path` from /api on. Errors: the client's, peer_unavailable.
  result<http::client_response> ask(const std::string& method, const std::string& path, std::string body = {},
                                    std::vector<std::pair<std::string, std::string>> headers = {});

 private:
  api_address at_;
  http::client client_;
};

// The problem document as "code: detail" behind an error_code that the exit status follows from.
error problem_of(const http::client_response& answer);

}  // namespace weir::app
