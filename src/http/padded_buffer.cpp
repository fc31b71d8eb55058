#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include <weir/base/assert.hpp>
#include <weir/http/padded_buffer.hpp>

namespace weir::http {

padded_buffer::padded_buffer(padded_buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

padded_buffer& padded_buffer::operator=(padded_buffer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
  return *this;
}

padded_buffer::~padded_buffer() {
  std::free(data_);
}

void padded_buffer::reserve(std::size_t capacity) {
  if (capacity <= capacity_ && data_ != nullptr) return;
  // realloc moves pages instead of bytes when the buffer is large.
  auto* grown = static_cast<char*>(std::realloc(data_, capacity + padding));
  if (grown == nullptr) throw std::bad_alloc();
  std::memset(grown + capacity, 0, padding);
  data_ = grown;
  capacity_ = capacity;
}

void padded_buffer::resize(std::size_t n) {
  WEIR_ASSERT(n <= capacity_, "a buffer is never read past its end");
  size_ = n;
}

void padded_buffer::append(std::string_view bytes) {
  if (bytes.empty()) return;
  if (size_ + bytes.size() > capacity_) reserve(size_ + bytes.size());
  std::memcpy(data_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void padded_buffer::erase_front(std::size_t n) {
  WEIR_ASSERT(n <= size_, "only what is there can be erased");
  if (n == 0) return;
  if (n < size_) std::memmove(data_, data_ + n, size_ - n);
  size_ -= n;
}

void padded_buffer::release() {
  std::free(data_);
  data_ = nullptr;
  size_ = capacity_ = 0;
}

}  // namespace weir::http
