# Weights while they are learned. Screenshots go to $SPW_SHOTS, if it is set.
spw_add_test(tst_weights SOURCES tst_weights.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
if(TARGET spw_engine)
    spw_add_test(tst_live SOURCES tst_live.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui
        ENV "SPW_ENGINE=$<TARGET_FILE:spw_engine>")
    add_dependencies(tst_live spw_engine)
endif()
