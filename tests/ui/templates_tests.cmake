# Projects made of known networks.
spw_add_test(tst_templates SOURCES tst_templates.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
