# Plugins as the program loads them.
spw_add_test(tst_import_mutations SOURCES tst_import_mutations.cpp LINKS spw_core LABELS plugins data GROUP app)
add_dependencies(tst_import_mutations spw_lava_plugin spw_nir_plugin spw_python_weights_plugin spw_slayer_yaml_plugin)
