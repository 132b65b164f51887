# How every target of this project is compiled and where it lands.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# -O3 where it pays: kernels say so themselves. For the rest it costs a third more time to compile and brings nothing.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()

# The compiler would stop every few seconds to look for memory to free, a tenth of its time; none of our units needs 2 GB.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:--param=ggc-min-expand=1000;--param=ggc-min-heapsize=1048576>")
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)   # nothing moc reads here asks for them; with precompiled headers they cost seconds

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
include(GNUInstallDirs)
set(CMAKE_INSTALL_RPATH "$ORIGIN:$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

# Linking: mold is ten times faster than bfd here; ccache makes a second build nearly free.
find_program(SPW_CCACHE ccache)
if(SPW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers need the sloppiness; the base folder lets two checkouts share results.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SPW_CCACHE})
    set(CMAKE_CUDA_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()
find_program(SPW_MOLD mold)
if(SPW_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic>")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>")   # g++ 12 invents overlaps in "a" + std::string (its bug 105651)
endif()
if(SPW_WERROR)
    # g++ 13 and 14 invent out-of-bounds copies of std::vector<bool> inside LibTorch's Function::apply.
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Werror;-Wno-error=array-bounds>")
endif()
if(SPW_SANITIZE)
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${SPW_SANITIZE};-fno-omit-frame-pointer>")
    add_link_options(-fsanitize=${SPW_SANITIZE})
endif()
if(SPW_FUZZ)   # coverage for libFuzzer, without its main function
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>")
endif()

include_directories(${CMAKE_SOURCE_DIR})

# spw_light(target): what computes little beside reading, writing and drawing. Half a clean build is such code, and -O1 is a
# quarter faster to compile; what is hot is in kernels, core/data and core/engine, or says -O2 of its own.
function(spw_light name)
    target_compile_options(${name} PRIVATE "$<$<AND:$<CXX_COMPILER_ID:GNU,Clang>,$<NOT:$<CONFIG:Debug>>>:-O1>")
endfunction()

# What every plugin is compiled with.
function(spw_plugin_settings name)
    target_link_libraries(${name} PUBLIC spw_core nlohmann_json::nlohmann_json ${ARGN})
    spw_light(${name})
endfunction()

# spw_light_header(target): the precompiled header of light code without LibTorch and Qt, of core and the plugins. Its owner
# is made when the first one asks for it.
function(spw_light_header name)
    if(NOT TARGET spw_light_owner)
        add_library(spw_light_owner OBJECT ${CMAKE_SOURCE_DIR}/core/pch_owner.cpp)
        spw_light(spw_light_owner)
        target_link_libraries(spw_light_owner PRIVATE nlohmann_json::nlohmann_json)
        target_precompile_headers(spw_light_owner PRIVATE ${CMAKE_SOURCE_DIR}/core/core_pch.h)
    endif()
    target_precompile_headers(${name} REUSE_FROM spw_light_owner)
endfunction()

# spw_add_plugin(name SOURCES a.cpp... LINKS lib...)
# A plugin as the program loads it, lib/spikewright/plugins/<name>.so; and the same code as the library spw_<name>, which
# tests of its parts link.
function(spw_add_plugin name)
    cmake_parse_arguments(P "" "" "SOURCES;LINKS" ${ARGN})
    add_library(spw_${name} OBJECT ${P_SOURCES})
    spw_plugin_settings(spw_${name} ${P_LINKS})
    if(SPW_UNITY)
        set_target_properties(spw_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 24)
        if("${P_LINKS}" MATCHES "spw_engine")
            target_link_libraries(spw_${name} PRIVATE OpenMP::OpenMP_CXX)   # as the precompiled tensors are
            target_precompile_headers(spw_${name} REUSE_FROM spw_ops_header)
        else()
            spw_light_header(spw_${name})
        endif()
    endif()
    add_library(spw_${name}_plugin MODULE $<TARGET_OBJECTS:spw_${name}>)
    target_link_libraries(spw_${name}_plugin PRIVATE spw_core ${P_LINKS})
    set_target_properties(spw_${name}_plugin PROPERTIES PREFIX "" OUTPUT_NAME ${name}
        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/spikewright/plugins
        INSTALL_RPATH "$ORIGIN/../..")
    set_property(GLOBAL APPEND PROPERTY SPW_PLUGIN_TARGETS spw_${name}_plugin)
endfunction()
