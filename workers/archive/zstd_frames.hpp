// Frames of zstd (RFC 8878) with checksums. Several of them one behind the other are one file for every zstd tool.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <weir/base/error.hpp>

namespace weir::archive {

// Keeps its working memory between frames. One thread.
class frame_writer {
 public:
  frame_writer();
  ~frame_writer();
  frame_writer(const frame_writer&) = delete;
  frame_writer& operator=(const frame_writer&) = delete;

  void append(std::string& out, std::string_view raw);

 private:
  struct context;
  std::unique_ptr<context> context_;
};

// All frames of `stored`, which must come to exactly `raw_bytes`. Error: archive_corrupt.
result<std::string> expand_frames(std::string_view stored, std::size_t raw_bytes);

}  // namespace weir::archive
