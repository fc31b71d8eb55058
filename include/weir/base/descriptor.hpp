// A file descriptor of the operating system that is closed by whoever owns it.
#pragma once

#include <utility>

#include <unistd.h>

namespace weir {

class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}  // negative: none, as open() answers
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

}  // namespace weir
