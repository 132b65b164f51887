spw_add_test(tst_slayer_yaml SOURCES tst_slayer_yaml.cpp LINKS spw_slayer_yaml spw_engine LABELS plugins)
