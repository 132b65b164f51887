// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for all of core/engine: LibTorch's headers take longer to read than our sources to compile.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
