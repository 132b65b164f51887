spw_add_test(tst_onnx SOURCES tst_onnx.cpp onnx_model.cpp LINKS spw_onnx spw_engine LABELS plugins)
