spw_add_test(tst_data_window SOURCES tst_data_window.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
