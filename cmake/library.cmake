# weir_library(name SOURCES ... LINK ... PRIVATE_LINK ...): one folder, one static library, one namespace.
function(weir_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(weir_${name} STATIC ${arg_SOURCES})
  target_include_directories(weir_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR})
  target_link_libraries(weir_${name} PUBLIC ${arg_LINK} PRIVATE weir_options ${arg_PRIVATE_LINK})
  weir_precompile(weir_${name})
endfunction()
