# Weights while they are learned. Screenshots go to $SPW_SHOTS, if it is set.
spw_add_test(tst_weights SOURCES tst_weights.cpp ui_test.h LINKS spw_ui spw_core Qt6::Widgets LABELS ui)
