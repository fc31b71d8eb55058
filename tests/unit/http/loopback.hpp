// A server on a free port and a client that sends exactly the bytes it is told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <weir/http/router.hpp>
#include <weir/http/server.hpp>

namespace weir::http::test {

struct reply {
  int status = 0;
  std::string head;
  std::map<std::string, std::string> headers;  // lower case names
  std::string body;

  bool has_code(std::string_view code) const { return body.contains("\"code\":\"" + std::string(code) + "\""); }
};

class client {
 public:
  explicit client(std::uint16_t port);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  bool send(std::string_view bytes);  // false when the server has gone away
  // Nothing when the connection ends or 5 s pass first. `head_only`: the answer to a HEAD.
  std::optional<reply> read(bool head_only = false);
  reply call(std::string_view bytes);  // send and read; status 0 when there is no answer
  bool ended();                        // the server closes within 5 s, without another byte
  void close();
  void finish_sending();

 private:
  bool fill();

  int socket_;
  std::string received_;
};

std::string post(std::string_view path, std::string_view body, std::string_view more_headers = {});
std::string get(std::string_view path, std::string_view more_headers = {});

// Deadlines are looked at every 10 ms.
server_options quick_options();

}  // namespace weir::http::test
