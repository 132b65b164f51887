spw_add_test(tst_data_window SOURCES tst_data_window.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui
    ENV "SPW_CLI=$<TARGET_FILE:spikewright-cli>")
add_dependencies(tst_data_window spikewright-cli)
spw_add_test(tst_report_view SOURCES tst_report_view.cpp LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
