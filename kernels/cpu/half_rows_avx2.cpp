// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_avx2
#define SPW_VECTORS
#include "kernels/cpu/half_rows_driver.h"
