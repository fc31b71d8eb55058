// Where a partition's sealed claims lie: a folder of immutable files, on disk or in memory.
//
// A file appears under its name whole and durable, or not at all. Errors: claim_file_io (retryable) when the system
// refuses, claim_file_corrupt when a file that must be there is missing or too short. Reads may come from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::usage {

class claim_file {
 public:
  virtual ~claim_file() = default;
  virtual std::uint64_t size() const = 0;
  virtual result<void> read(std::uint64_t at, std::span<std::uint8_t> into) const = 0;
};

// Destroyed before finish(): nothing appears.
class claim_file_writer {
 public:
  virtual ~claim_file_writer() = default;
  virtual result<void> append(std::string_view bytes) = 0;
  // `head` replaces the file's first bytes, which were appended as a placeholder.
  virtual result<void> finish(std::string_view head) = 0;
};

class claim_folder {
 public:
  virtual ~claim_folder() = default;
  virtual result<std::unique_ptr<claim_file_writer>> create(const std::string& name) = 0;
  // An opened file stays readable when it is removed. Nothing when there is none.
  virtual result<std::shared_ptr<const claim_file>> open(const std::string& name) = 0;
  virtual result<std::vector<std::string>> list() = 0;
  virtual result<void> remove(const std::string& name) = 0;
};

// Makes the folder when it is not there.
result<std::unique_ptr<claim_folder>> open_disk_claim_folder(const std::filesystem::path& path);

// The twin: `files` belongs to the caller and outlives it, as a disk does. `before` is asked before each call.
using claim_file_contents = std::map<std::string, std::shared_ptr<std::string>>;
using claim_file_fault = std::function<std::optional<error>(std::string_view call)>;
std::unique_ptr<claim_folder> make_memory_claim_folder(claim_file_contents& files, claim_file_fault before = {});

}  // namespace weir::usage
