# Export, import and conversion windows, with the engine and the plugins.
if(TARGET spw_engine)
    spw_add_test(tst_exchange SOURCES tst_exchange.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui
        ENV "SPW_ENGINE=$<TARGET_FILE:spw_engine>")
    spw_add_test(tst_convert SOURCES tst_convert.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui
        ENV "SPW_ENGINE=$<TARGET_FILE:spw_engine>")
    add_dependencies(tst_convert spw_engine)
    get_property(plugins GLOBAL PROPERTY SPW_PLUGIN_TARGETS)
    add_dependencies(tst_exchange spw_engine ${plugins})
endif()
