spw_add_test(tst_python_export SOURCES tst_python_export.cpp LINKS spw_python spw_engine LABELS plugins TIMEOUT 600)
