// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"

namespace spw {

/// The visible list of built-in node types, in palette order. Adding a node is one row in its family's list.h
/// (a neuron with a fused kernel: its row in kernels/dynamics/neuron_list.h instead).
void addBuiltinNodes(Catalog& catalog);

} // namespace spw
