// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spw::ops {

/// The threads that a parallel loop of these operators really runs on, at::get_num_threads() where all is well.
/// LibTorch's loops are templates: compiled without OpenMP they run on one thread and say nothing.
int parallelThreads();

} // namespace spw::ops
