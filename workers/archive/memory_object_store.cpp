#include <workers/archive/object_store.hpp>

namespace weir::archive {
namespace {

class memory_store final : public object_store {
 public:
  memory_store(object_contents& files, object_fault before) : files_(files), before_(std::move(before)) {}

  result<void> put(const std::string& name, std::string_view bytes) override {
    if (auto refused = ask("put")) return std::unexpected(*refused);
    files_[name] = bytes;
    if (auto lost = ask("put_answer")) return std::unexpected(*lost);
    return {};
  }

  result<std::optional<std::string>> get(const std::string& name, std::size_t most) override {
    if (auto refused = ask("get")) return std::unexpected(*refused);
    const auto it = files_.find(name);
    if (it == files_.end()) return std::optional<std::string>{};
    if (it->second.size() > most) return fail(error_code::archive_corrupt, name + " is larger than it may be");
    return it->second;
  }

  result<std::vector<std::string>> list(const std::string& prefix) override {
    if (auto refused = ask("list")) return std::unexpected(*refused);
    std::vector<std::string> out;
    for (const auto& [name, bytes] : files_) {
      if (name.starts_with(prefix)) out.push_back(name);
    }
    return out;
  }

  result<void> remove(const std::string& name) override {
    if (auto refused = ask("remove")) return std::unexpected(*refused);
    files_.erase(name);
    return {};
  }

 private:
  std::optional<error> ask(std::string_view call) const { return before_ ? before_(call) : std::nullopt; }

  object_contents& files_;
  object_fault before_;
};

}  // namespace

std::unique_ptr<object_store> make_memory_object_store(object_contents& files, object_fault before) {
  return std::make_unique<memory_store>(files, std::move(before));
}

}  // namespace weir::archive
