spw_add_test(tst_torchscript SOURCES tst_torchscript.cpp LINKS spw_torchscript spw_engine LABELS plugins)
target_compile_definitions(tst_torchscript PRIVATE SPW_OPS_LIBRARY="$<TARGET_FILE:spw_ops>")
