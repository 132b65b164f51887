// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What LibTorch's helpers read from the environment when they are loaded, so that it must be there before.
namespace spw {

/// Sets OMP_WAIT_POLICY=passive (spinning OpenMP threads stall everything else by a factor of 18 as soon as one core is
/// taken by another process) and, on a CPU with AVX-512, OPENBLAS_CORETYPE=SkylakeX (OpenBLAS 0.3.21 chooses its AVX2
/// kernels on newer CPUs, 1.5 times slower). What the user has set stays. If anything changed, starts this program
/// anew, once, with the same arguments: OpenMP reads its variables before main. Call it first in main, or before
/// anything heavy was done; it costs about a millisecond.
void prepareProcessEnvironment(char** argv);

} // namespace spw
