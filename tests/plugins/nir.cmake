spw_add_test(tst_nir_files SOURCES tst_nir_files.cpp LINKS spw_nir spw_engine hdf5::hdf5 LABELS plugins data)
spw_add_test(tst_nir_roundtrip SOURCES tst_nir_roundtrip.cpp LINKS spw_nir spw_engine hdf5::hdf5 LABELS plugins TIMEOUT 600)
