// Where the archive lies: objects by name, in a folder or a bucket. Names are paths of letters, digits, '.', '_' and
// '-', as segment_name.hpp makes them. Each instance is used by one thread.
//
// Errors: archive_unavailable (retryable).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weir/base/error.hpp>

namespace weir::archive {

class object_store {
 public:
  virtual ~object_store() = default;

  // The object is there whole and durable afterwards, or it is not there. One of the same name is replaced.
  virtual result<void> put(const std::string& name, std::string_view bytes) = 0;

  // Nothing when there is none. Error: archive_corrupt when it is larger than `most`.
  virtual result<std::optional<std::string>> get(const std::string& name, std::size_t most) = 0;

  // Names of all objects that begin with `prefix`, which ends with "/" or is empty; in no order.
  virtual result<std::vector<std::string>> list(const std::string& prefix) = 0;

  // Also of one that is not there.
  virtual result<void> remove(const std::string& name) = 0;
};

// Makes folders as they are needed; a process that died leaves at most files ending in .tmp, which list() passes over
// and removes when they are older than a day.
std::unique_ptr<object_store> make_folder_object_store(const std::filesystem::path& root);

// Of the memory that `files` is, for histories; `before` is asked at each call.
using object_fault = std::function<std::optional<error>(std::string_view call)>;
using object_contents = std::map<std::string, std::string>;
std::unique_ptr<object_store> make_memory_object_store(object_contents& files, object_fault before = {});

}  // namespace weir::archive
