// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace spw::kernels {

/// Instruction sets that the CPU kernels are compiled for, slowest first. All give the same bits.
enum class Isa { Scalar, Avx2, Avx512 };

/// "scalar", "avx2", "avx512": the words of SPW_ISA and of reports.
std::string_view isaName(Isa isa);

/// Levels that this machine can run, slowest first.
const std::vector<Isa>& availableIsas();

/// The level in use: the best available one, or the one that the environment variable SPW_ISA names.
Isa activeIsa();

/// Chooses a level for this process, for tests and benchmarks. @return false if this machine cannot run it.
bool setActiveIsa(Isa isa);

} // namespace spw::kernels
