spw_add_test(tst_torchscript SOURCES tst_torchscript.cpp LINKS spw_torchscript spw_engine LABELS plugins
    DEFINES "SPW_OPS_LIBRARY=\"$<TARGET_FILE:spw_ops>\"")
