// The portal's built files, read once at start and served from memory: a request can only ever name what was read.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>
#include <weir/http/message.hpp>

namespace weir::api {

struct portal_file {
  struct variant {
    std::shared_ptr<const std::string> bytes;
    std::string etag;  // strong: of these very bytes
  };
  http::literal type = "";
  bool immutable = false;  // the name changes with the content
  variant plain;
  std::optional<variant> brotli, gzip;  // made by the build
};

class portal_files {
 public:
  // Every regular file below `folder` by its path there ("assets/index-1a2b.js"); symbolic links and names that begin
  // with a dot are left out. x.br and x.gz become forms of x. Error: not_found when there is no index.html, a type is
  // not known, or there is more than a portal can be (2,000 files, 64 MB); the detail says which.
  static result<portal_files> read(const std::string& folder);

  const portal_file* find(std::string_view path) const;
  const portal_file& index() const { return files_.find("index.html")->second; }

 private:
  std::map<std::string, portal_file, std::less<>> files_;
};

}  // namespace weir::api
