#include <filesystem>

#include <src/app/archive_stores.hpp>

#include <weir/http/s3_client.hpp>
#include <weir/http/url.hpp>

namespace weir::app {
namespace {

constexpr std::string_view s3_scheme = "s3://";
constexpr std::string_view file_scheme = "file://";

class s3_store final : public archive::object_store {
 public:
  s3_store(http::s3_bucket where, std::string prefix)
      : client_(std::move(where), system_clock()), prefix_(std::move(prefix)) {}

  result<void> put(const std::string& name, std::string_view bytes) override {
    return client_.put(prefix_ + name, bytes);
  }

  result<std::optional<std::string>> get(const std::string& name, std::size_t most) override {
    return client_.get(prefix_ + name, most);
  }

  result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> out;
    std::string next;
    do {
      auto page = client_.list(prefix_ + prefix, next);
      if (!page) return std::unexpected(page.error());
      for (const auto& key : page->keys) {
        if (key.starts_with(prefix_)) out.push_back(key.substr(prefix_.size()));
      }
      next = page->next;
    } while (!next.empty());
    return out;
  }

  result<void> remove(const std::string& name) override { return client_.remove(prefix_ + name); }

 private:
  http::s3_client client_;
  std::string prefix_;  // empty, or with a slash at its end
};

std::unexpected<error> invalid(const std::string& why) {
  return fail(error_code::setting_invalid, "ARCHIVE_URL: " + why);
}

// s3://bucket/prefix?endpoint=URL&region=NAME
result<std::unique_ptr<archive::object_store>> open_bucket(const settings& s) {
  std::string_view rest = s.archive_url;
  rest.remove_prefix(s3_scheme.size());
  const auto question = std::min(rest.find('?'), rest.size());
  auto query = http::query_parameters::parse(question < rest.size() ? rest.substr(question + 1) : "");
  if (!query) return invalid("what is behind the question mark makes no sense");
  rest = rest.substr(0, question);
  const auto slash = std::min(rest.find('/'), rest.size());
  http::s3_bucket where;
  where.bucket = rest.substr(0, slash);
  auto prefix = std::string(rest.substr(std::min(slash + 1, rest.size())));
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  where.key = {s.s3_access_key_id, s.s3_secret_access_key, std::string(query->find("region").value_or("us-east-1"))};
  where.endpoint = query->find("endpoint").value_or("https://s3." + where.key.region + ".amazonaws.com");
  if (where.endpoint.ends_with('/')) where.endpoint.pop_back();
  where.ca_file = s.s3_ca_file;
  if (auto good = http::s3_client::check(where); !good) return invalid(good.error().detail);
  if (s.s3_access_key_id.empty() || s.s3_secret_access_key.empty()) {
    return invalid("a bucket needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
  }
  return std::make_unique<s3_store>(std::move(where), std::move(prefix));
}

}  // namespace

bool archive_is_off(const settings& s) {
  return s.archive_url == "off";
}

result<std::unique_ptr<archive::object_store>> open_archive(const settings& s) {
  const auto& url = s.archive_url;
  if (archive_is_off(s)) return invalid("it is off");
  if (url.empty()) return archive::make_folder_object_store(std::filesystem::path(s.data_dir) / "archive");
  if (url.starts_with(s3_scheme)) return open_bucket(s);
  if (url.starts_with("file:///")) return archive::make_folder_object_store(url.substr(file_scheme.size()));
  return invalid("it must be file:///folder, s3://bucket/prefix, off or empty");
}

}  // namespace weir::app
