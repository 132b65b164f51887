// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tensor and LibTorch's functions. <ATen/ATen.h> brings more that nobody here uses, and every file that reads it,
// precompiled or not, compiles its templates again: two thirds of a second each.
#include <ATen/Context.h>
#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
