// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for the operators and for all of core/engine: LibTorch's headers take longer to read than our sources to
// compile. Nothing of autograd here: every file would pay for its templates anew, and few need them.
#include "kernels/torch/aten.h"

#include <ATen/CPUGeneratorImpl.h>
