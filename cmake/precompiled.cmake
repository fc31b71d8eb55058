# What nearly every source includes of the standard library and fmt is parsed once: half of the time of a build from nothing.
# Sources still include what they need: the presets dev and asan-ubsan (scripts/check --deep) build without, and find what is missing.
option(WEIR_PRECOMPILED "Precompiled headers" ON)
if(WEIR_PRECOMPILED AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # ccache cannot keep what depends on a time.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang> $<$<COMPILE_LANGUAGE:CXX>:SHELL:-fno-pch-timestamp>)
endif()

set(WEIR_PRECOMPILED_HEADERS
  <algorithm> <array> <atomic> <charconv> <chrono> <concepts> <condition_variable> <cstdint> <cstring> <expected> <functional>
  <list> <map> <memory> <mutex> <optional> <span> <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant>
  <vector> <fmt/format.h>)

# The target and weir_base, which has them made, must be compiled with the same flags.
function(weir_precompile target)
  if(NOT WEIR_PRECOMPILED)
    return()
  endif()
  if(target STREQUAL weir_base)
    target_precompile_headers(weir_base PRIVATE ${WEIR_PRECOMPILED_HEADERS})
  else()
    target_precompile_headers(${target} REUSE_FROM weir_base)
  endif()
endfunction()
