// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for tests that see tensors.
#include "kernels/torch/aten.h"

#include <QtTest/QtTest>
