# An event's way through the worker crosses many small files. `weir` is optimized over their borders, with the counts that
# scripts/profile took of catch-ups (docs/adr/0016-hot-path-optimized-as-one.md). Objects carry machine code too, so that tests link as
# fast as ever. A function that was changed since is compiled without counts: stale counts cost speed, nothing else.
set(WEIR_HOT_PATH use CACHE STRING "use: the counts; train: takes them (scripts/profile); off")
set(WEIR_HOT_PATH_COUNTS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/hot_path.profdata)

if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR NOT WEIR_LLD)
  set(WEIR_HOT_PATH off)
endif()

# Functions of a file are named by the file alone: the folder of the checkout must not matter.
set(weir_hot_path_names -mllvm -static-func-full-module-prefix=false)
set(weir_hot_path_bitcode -flto=thin -ffat-lto-objects)
set(weir_hot_path_link ${weir_hot_path_bitcode} -Wl,--fat-lto-objects
    -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/hot_path_cache -Wl,--thinlto-cache-policy=cache_size_bytes=200m)

# The sources of a library, not its precompiled header, which others share.
function(weir_hot_path target)
  if(WEIR_HOT_PATH STREQUAL "off")
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  if(WEIR_HOT_PATH STREQUAL "train")
    set(options ${weir_hot_path_names} -fprofile-generate -fprofile-update=atomic)
  else()
    set(options ${weir_hot_path_names} ${weir_hot_path_bitcode} -fprofile-use=${WEIR_HOT_PATH_COUNTS}
        -Wno-profile-instr-unprofiled -Wno-profile-instr-out-of-date -Wno-backend-plugin)
  endif()
  set_source_files_properties(${sources} TARGET_DIRECTORY ${target} PROPERTIES
    COMPILE_OPTIONS "${options}" OBJECT_DEPENDS ${WEIR_HOT_PATH_COUNTS})
endfunction()

function(weir_link_hot_path program)
  if(WEIR_HOT_PATH STREQUAL "train")
    target_link_options(${program} PRIVATE -fprofile-generate)
  elseif(WEIR_HOT_PATH STREQUAL "use")
    target_link_options(${program} PRIVATE ${weir_hot_path_link})
  endif()
endfunction()
