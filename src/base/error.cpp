#include <array>

#include <weir/base/assert.hpp>
#include <weir/base/error.hpp>

namespace weir {
namespace {

struct error_row {
  std::string_view name;
  int http_status;
  error_kind kind;
  std::string_view title;
};

constexpr error_row error_rows[] = {
#define WEIR_ERROR(name, status, kind, title) {#name, status, error_kind::kind, title},
#include <weir/catalogue/errors.inc>
#undef WEIR_ERROR
};

const error_row& row(error_code code) {
  auto index = static_cast<std::size_t>(code);
  WEIR_ASSERT(index < std::size(error_rows), "an error code that the catalogue does not have");
  return error_rows[index];
}

}  // namespace

std::string_view name(error_code code) {
  return row(code).name;
}
std::string_view title(error_code code) {
  return row(code).title;
}
int http_status(error_code code) {
  return row(code).http_status;
}
error_kind kind(error_code code) {
  return row(code).kind;
}

error_code error_code_from_name(std::string_view text) {
  for (std::size_t i = 0; i < std::size(error_rows); ++i) {
    if (error_rows[i].name == text) return static_cast<error_code>(i);
  }
  return error_code::internal_error;
}

}  // namespace weir
