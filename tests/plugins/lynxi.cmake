spw_add_test(tst_lynxi SOURCES tst_lynxi.cpp onnx_model.cpp LINKS spw_lynxi spw_engine LABELS plugins)
