// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for all of kernels/torch, where most files declare a function with its gradient.
#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>
