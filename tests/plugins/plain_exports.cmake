spw_add_test(tst_plain_exports SOURCES tst_plain_exports.cpp ../app/program.cpp LINKS spw_core LABELS plugins GROUP app)
add_dependencies(tst_plain_exports spikewright-cli spw_onnx_plugin spw_lynxi_plugin spw_torchscript_plugin)
