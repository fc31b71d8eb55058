#include <algorithm>
#include <cstring>

#include <workers/usage/claim_folder.hpp>

namespace weir::usage {
namespace {

class memory_file final : public claim_file {
 public:
  explicit memory_file(std::shared_ptr<std::string> bytes) : bytes_(std::move(bytes)) {}

  std::uint64_t size() const override { return bytes_->size(); }
  result<void> read(std::uint64_t at, std::span<std::uint8_t> into) const override {
    if (at + into.size() > bytes_->size()) return fail(error_code::claim_file_corrupt, "a file ends too early");
    std::memcpy(into.data(), bytes_->data() + at, into.size());
    return {};
  }

 private:
  std::shared_ptr<std::string> bytes_;
};

class memory_writer final : public claim_file_writer {
 public:
  memory_writer(claim_file_contents& files, const claim_file_fault& before, std::string name)
      : files_(files), before_(before), name_(std::move(name)) {}

  result<void> append(std::string_view bytes) override {
    *bytes_ += bytes;
    return {};
  }
  result<void> finish(std::string_view head) override {
    if (before_) {
      if (auto bad = before_("finish_file")) return std::unexpected(*bad);
    }
    bytes_->replace(0, std::min(head.size(), bytes_->size()), head);
    files_[name_] = bytes_;
    return {};
  }

 private:
  claim_file_contents& files_;
  const claim_file_fault& before_;
  std::string name_;
  std::shared_ptr<std::string> bytes_ = std::make_shared<std::string>();
};

class memory_folder final : public claim_folder {
 public:
  memory_folder(claim_file_contents& files, claim_file_fault before) : files_(files), before_(std::move(before)) {}

  result<std::unique_ptr<claim_file_writer>> create(const std::string& name) override {
    if (auto bad = ask("create_file")) return std::unexpected(*bad);
    return std::make_unique<memory_writer>(files_, before_, name);
  }
  result<std::shared_ptr<const claim_file>> open(const std::string& name) override {
    if (auto bad = ask("open_file")) return std::unexpected(*bad);
    const auto it = files_.find(name);
    if (it == files_.end()) return nullptr;
    return std::make_shared<memory_file>(it->second);
  }
  result<std::vector<std::string>> list() override {
    std::vector<std::string> out;
    for (const auto& [name, bytes] : files_)
      out.push_back(name);
    return out;
  }
  result<void> remove(const std::string& name) override {
    if (auto bad = ask("remove_file")) return std::unexpected(*bad);
    files_.erase(name);
    return {};
  }

 private:
  std::optional<error> ask(std::string_view call) const { return before_ ? before_(call) : std::nullopt; }

  claim_file_contents& files_;
  claim_file_fault before_;
};

}  // namespace

std::unique_ptr<claim_folder> make_memory_claim_folder(claim_file_contents& files, claim_file_fault before) {
  return std::make_unique<memory_folder>(files, std::move(before));
}

}  // namespace weir::usage
