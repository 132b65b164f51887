# Tests: one ctest entry a test, but one program a folder and kind, or compiling would take longer than all else together.

set(SPW_TEST_ENVIRONMENT QT_QPA_PLATFORM=offscreen OMP_WAIT_POLICY=passive LC_ALL=C.UTF-8)

# spw_add_test(tst_name SOURCES a.cpp LINKS lib... LABELS core [ENV "A=B"...] [TIMEOUT s] [GROUP folder] [DEFINES "A=B"...])
# A Qt Test class in tst_name.cpp that ends with one of the macros of tests/runner/registry.h. ctest knows it under its
# name, `ninja tst_name` builds it and tests/tst_name in the build folder runs it. Tests get the folder of the built
# programs, the source folder and, where there are any, the folder of real sample files.
# Tests of a folder that see tensors make one program, those of the studio another, the rest a third. GROUP puts a lone
# one to those of another folder. LINKS and DEFINES are for all tests of the program.
function(spw_add_test name)
    cmake_parse_arguments(T "" "TIMEOUT;GROUP" "SOURCES;LINKS;LABELS;ENV;DEFINES" ${ARGN})
    if("${T_LINKS}" MATCHES "spw_(engine|ops)")
        set(kind torch)
    elseif("${T_LINKS}" MATCHES "spw_ui")
        set(kind studio)
    else()
        set(kind plain)
    endif()
    if(NOT T_GROUP)
        get_filename_component(T_GROUP ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    endif()
    set(program tests_${T_GROUP}_${kind})
    set(sources)
    foreach(source ${T_SOURCES})
        get_filename_component(source ${source} ABSOLUTE)
        list(APPEND sources ${source})
    endforeach()
    set_property(GLOBAL APPEND PROPERTY SPW_TEST_PROGRAMS ${program})
    set_property(GLOBAL APPEND PROPERTY SPW_TESTS_OF_${program} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp)
    set_property(GLOBAL APPEND PROPERTY SPW_SOURCES_OF_${program} ${sources})
    set_property(GLOBAL APPEND PROPERTY SPW_LINKS_OF_${program} ${T_LINKS})
    set_property(GLOBAL APPEND PROPERTY SPW_DEFINES_OF_${program} ${T_DEFINES})
    add_custom_target(${name})
    add_dependencies(${name} ${program})
    add_test(NAME ${name} COMMAND ${program} ${name} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    if(T_TIMEOUT)
        set_tests_properties(${name} PROPERTIES COST ${T_TIMEOUT})   # the longest first, or they run alone at the end
    else()
        set(T_TIMEOUT 240)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT}
        ENVIRONMENT "${SPW_TEST_ENVIRONMENT};${T_ENV}")
endfunction()

# What every test program is compiled with: they run once and mostly wait for the libraries under test.
function(spw_test_settings name)
    target_compile_options(${name} PRIVATE "$<$<AND:$<CXX_COMPILER_ID:GNU,Clang>,$<NOT:$<CONFIG:Debug>>>:-Og>")
    # Qt names each test's folder in two macros, which nobody here reads and no shared header could be compiled with.
    target_compile_options(${name} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
    target_link_libraries(${name} PRIVATE ${ARGN} Qt6::Test Qt6::Core)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS
        SPW_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SPW_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
endfunction()

# What all of a kind include is compiled first (tests/pch). Units of eight read it faster than that takes, but for LibTorch.
function(spw_test_header program)
    string(REGEX MATCH "[a-z]+$" kind ${program})
    get_property(owner GLOBAL PROPERTY SPW_TEST_HEADER_OF_${kind})
    if(owner)
        target_precompile_headers(${program} REUSE_FROM ${owner})
    else()
        target_precompile_headers(${program} PRIVATE pch/${kind}_tests.h)
        set_property(GLOBAL PROPERTY SPW_TEST_HEADER_OF_${kind} ${program})
    endif()
endfunction()

# The programs, when all tests are known: called once, last.
function(spw_build_test_programs)
    add_library(spw_test_main OBJECT runner/main.cpp)
    spw_test_settings(spw_test_main)
    get_property(programs GLOBAL PROPERTY SPW_TEST_PROGRAMS)
    list(REMOVE_DUPLICATES programs)
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    foreach(program ${programs})
        foreach(what TESTS SOURCES LINKS DEFINES)
            get_property(${what} GLOBAL PROPERTY SPW_${what}_OF_${program})
            list(REMOVE_DUPLICATES ${what})
        endforeach()
        add_executable(${program} ${SOURCES} $<TARGET_OBJECTS:spw_test_main>)
        spw_test_settings(${program} ${LINKS})
        target_compile_definitions(${program} PRIVATE ${DEFINES})
        set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        if(SPW_UNITY)
            set_target_properties(${program} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
            # What a file of such a unit has for itself looks to g++ like the unnamed namespace of a header.
            target_compile_options(${program} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>")
        endif()
        if(NOT SPW_UNITY OR program MATCHES "_torch$")
            spw_test_header(${program})
        endif()
        # Said outright: looking for what moc must read would cost three more steps and a second compile unit.
        target_include_directories(${program} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/moc)
        foreach(test ${TESTS})
            get_filename_component(name ${test} NAME_WE)
            qt_generate_moc(${test} ${CMAKE_CURRENT_BINARY_DIR}/moc/${name}.moc)
            target_sources(${program} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/moc/${name}.moc)
            file(CREATE_LINK ${program} ${CMAKE_BINARY_DIR}/tests/${name} SYMBOLIC)
        endforeach()
    endforeach()
endfunction()
