// Bytes in one piece with 64 readable bytes after the end, so that simdjson parses them where they stand.
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::http {

class padded_buffer {
 public:
  static constexpr std::size_t padding = 64;

  padded_buffer() = default;
  padded_buffer(padded_buffer&& other) noexcept;
  padded_buffer& operator=(padded_buffer&& other) noexcept;
  ~padded_buffer();

  char* data() { return data_; }
  const char* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }  // without the padding
  std::string_view view() const { return {data_, size_}; }

  // Keeps the content; pointers into it are lost when the capacity grows.
  void reserve(std::size_t capacity);
  // n ≤ capacity(). New bytes are what they were.
  void resize(std::size_t n);
  void append(std::string_view bytes);
  void erase_front(std::size_t n);
  // Gives the memory back, content included.
  void release();

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace weir::http
