// Which handler answers which method and path.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <weir/http/responder.hpp>

namespace weir::http {

// Patterns are absolute paths; a segment {name} takes any one non-empty segment. Literal segments win over {name}. A
// last segment {name...} takes all that is left, at least one segment and that one may be empty ("/a/" has it); it
// gives no parameter (see request::segments()), and every other pattern wins over it. Nothing is normalized: "/a" and
// "/a/" differ. HEAD is answered by GET's handler, without the body; OPTIONS and what does not exist are answered here:
// 204 with Allow, 405 method_not_allowed with the exact Allow, 404 not_found.
class router {
 public:
  router();
  router(router&&) noexcept;
  router& operator=(router&&) noexcept;
  ~router();

  // `name` is the label of metrics and logs; the pattern when empty. The same method and pattern twice is a bug.
  // Handlers run on io threads, several at once when there are several.
  void add(method m, std::string_view pattern, handler h, std::string_view name = {});

  void operator()(request req, responder respond) const;

  // "GET, HEAD, OPTIONS" for a path, empty when there is none.
  std::string allowed(const request& req) const;

 private:
  struct table;
  std::unique_ptr<table> table_;
};

}  // namespace weir::http
