spw_add_test(tst_lava_import SOURCES tst_lava_import.cpp LINKS spw_lava spw_engine hdf5::hdf5 LABELS plugins data)
spw_add_test(tst_lava_export SOURCES tst_lava_export.cpp LINKS spw_lava spw_engine hdf5::hdf5 LABELS plugins data)
spw_add_test(tst_lava_cli SOURCES tst_lava_cli.cpp ../app/program.cpp LINKS spw_core LABELS plugins data GROUP app)
add_dependencies(tst_lava_cli spikewright-cli spw_lava_plugin)
