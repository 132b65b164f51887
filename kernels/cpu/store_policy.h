// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spw::kernels {

/// True if stores that bypass the cache are the quicker way to write much memory here and now. Where they run freely
/// they save reading what is overwritten, 1.4 times in all; but some machines (virtual ones on two sockets, for one)
/// spend minutes in a condition where such stores run at a third of their speed and fetching lines for writing ahead
/// is 1.3 times quicker. So both are timed on a small buffer, again every second. Only the speed depends on it.
bool streamingStoresPay();

/// Fixes the answer, for tests and measurements: 1 yes, 0 no, -1 measure.
void setStreamingStores(int choice);

} // namespace spw::kernels
