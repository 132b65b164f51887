spw_add_test(tst_recording SOURCES tst_recording.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
