# schemas/catalogues/*.json → C++ tables in the build tree (weir/catalogue/*.hpp). The catalogues are the only source.
set(WEIR_GENERATED ${CMAKE_BINARY_DIR}/generated)
file(GLOB WEIR_CATALOGUE_FILES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schemas/catalogues/*.json)
set(WEIR_CATALOGUE_HEADERS
  ${WEIR_GENERATED}/weir/catalogue/errors.inc
  ${WEIR_GENERATED}/weir/catalogue/settings.hpp
  ${WEIR_GENERATED}/weir/catalogue/metrics.inc
  ${WEIR_GENERATED}/weir/catalogue/permissions.inc
  ${WEIR_GENERATED}/weir/catalogue/event_types.inc)
add_custom_command(
  OUTPUT ${WEIR_CATALOGUE_HEADERS}
  COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/scripts/generate_catalogues.py
          ${PROJECT_SOURCE_DIR}/schemas/catalogues ${WEIR_GENERATED}/weir/catalogue
  DEPENDS ${WEIR_CATALOGUE_FILES} ${PROJECT_SOURCE_DIR}/scripts/generate_catalogues.py
  COMMENT "Generating tables from schemas/catalogues"
  VERBATIM)
add_custom_target(weir_catalogue_files DEPENDS ${WEIR_CATALOGUE_HEADERS})
add_library(weir_catalogues INTERFACE)
add_dependencies(weir_catalogues weir_catalogue_files)
target_include_directories(weir_catalogues INTERFACE ${WEIR_GENERATED})
