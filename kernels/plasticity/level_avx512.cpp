// SPDX-License-Identifier: GPL-3.0-or-later
#define SPW_LEVEL level_avx512
#define SPW_VECTORS
#include "kernels/plasticity/stdp_driver.h"
