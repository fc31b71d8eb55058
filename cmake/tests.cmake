# weir_test(name LABEL tier SOURCES … LINK …): one executable, each TEST_CASE a CTest test, plus one plain run of the whole
# executable, because a doctest filter that matches nothing exits 0.
include(doctest)

add_library(weir_doctest_main OBJECT ${PROJECT_SOURCE_DIR}/tests/support/doctest_main.cpp)
target_link_libraries(weir_doctest_main PUBLIC doctest::doctest)

function(weir_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(test_${name} ${arg_SOURCES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(test_${name} PRIVATE ${arg_LINK} weir_doctest_main doctest::doctest weir_options)
  # What runs once or twice is not worth optimizing: half of the time of its compilation. Simulations are no weir_test.
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(test_${name} PRIVATE -O0)
  endif()
  if(WEIR_PRECOMPILED)
    if(name STREQUAL base)
      target_precompile_headers(test_base PRIVATE ${WEIR_PRECOMPILED_HEADERS} <doctest/doctest.h>)
    else()
      target_precompile_headers(test_${name} REUSE_FROM test_base)
    endif()
  endif()
  target_compile_definitions(test_${name} PRIVATE WEIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  doctest_discover_tests(test_${name} TEST_PREFIX "${arg_LABEL}.${name}: "
    PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT})
endfunction()
