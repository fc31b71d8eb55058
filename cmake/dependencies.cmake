# Every third-party library behind one weir:: target, so that only the folder that owns a driver links it.

find_package(PkgConfig REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS url)
find_package(fmt REQUIRED)
find_package(simdjson REQUIRED)
find_package(doctest REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(date REQUIRED)
find_package(rapidcheck REQUIRED CONFIG)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(oath REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(fontconfig REQUIRED IMPORTED_TARGET fontconfig)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(pangoft2 REQUIRED IMPORTED_TARGET pangoft2)
# Their -pthread does not fit precompiled headers that were made without; whoever needs threads links Threads.
set_target_properties(PkgConfig::fontconfig PkgConfig::pangocairo PkgConfig::pangoft2 PROPERTIES INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

add_library(weir_rapidjson INTERFACE)
add_library(weir::rapidjson ALIAS weir_rapidjson)
add_library(weir_valijson INTERFACE)
add_library(weir::valijson ALIAS weir_valijson)

# RapidJSON 1.1 document.h line 319 assigns to const members: a hard error under clang 19 (upstream Tencent/rapidjson#2277).
# valijson 1.0 rapidjson_adapter.hpp lines 726 and 823 name a member that does not exist (mended upstream in 1.0.1).
# Copies with these three lines mended stand first on the include path; the packages stay untouched.
set(WEIR_PATCHED_HEADERS ${CMAKE_BINARY_DIR}/patched)
if(NOT EXISTS ${WEIR_PATCHED_HEADERS}/stamp)
  find_path(WEIR_RAPIDJSON_DIR rapidjson/document.h REQUIRED)
  find_path(WEIR_VALIJSON_DIR valijson/adapters/rapidjson_adapter.hpp REQUIRED)
  file(COPY ${WEIR_RAPIDJSON_DIR}/rapidjson DESTINATION ${WEIR_PATCHED_HEADERS})
  file(COPY ${WEIR_VALIJSON_DIR}/valijson DESTINATION ${WEIR_PATCHED_HEADERS})
  function(weir_patch_header path from to)
    file(READ ${WEIR_PATCHED_HEADERS}/${path} text)
    string(REPLACE "${from}" "${to}" mended "${text}")
    file(WRITE ${WEIR_PATCHED_HEADERS}/${path} "${mended}")
  endfunction()
  weir_patch_header(rapidjson/document.h
    "GenericStringRef& operator=(const GenericStringRef& rhs) { s = rhs.s; length = rhs.length; }"
    "GenericStringRef& operator=(const GenericStringRef& rhs) = delete;")
  weir_patch_header(valijson/adapters/rapidjson_adapter.hpp "other.itr)" "other.m_itr)")
  file(WRITE ${WEIR_PATCHED_HEADERS}/stamp "")
endif()
target_include_directories(weir_rapidjson SYSTEM INTERFACE ${WEIR_PATCHED_HEADERS})
# Output strings must be valid UTF-8, and a length type of 64 bits lets bodies grow past 4 GB without a wrap.
target_compile_definitions(weir_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
target_link_libraries(weir_valijson INTERFACE weir::rapidjson)
