# Scopes and charts. The screenshots of tst_scopes_panel go to $SPW_SHOTS, if it is set.
foreach(name index views panel frames)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/tst_scopes_${name}.cpp)
        spw_add_test(tst_scopes_${name} SOURCES tst_scopes_${name}.cpp LINKS spw_ui LABELS ui)
    endif()
endforeach()
