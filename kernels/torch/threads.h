// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

/// The threads that tensors are computed on. LibTorch has a pool of its own and OpenBLAS another, which LibTorch does
/// not reach.
namespace spw::ops {

/// The threads that a parallel loop of these operators really runs on, at::get_num_threads() where all is well.
/// LibTorch's loops are templates: compiled without OpenMP they run on one thread and say nothing.
int parallelThreads();

/// Sets both pools, LibTorch's for the calling thread and, for threads to come, of the process.
void setComputeThreads(int threads);

/// Files of all loaded libraries whose name contains "blas" or "mkl".
std::vector<std::string> loadedBlasLibraries();

/// A function of OpenBLAS, wherever it was loaded, or nullptr.
void* openBlasFunction(const char* name);

} // namespace spw::ops
