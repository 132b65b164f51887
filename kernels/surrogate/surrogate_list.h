// SPDX-License-Identifier: GPL-3.0-or-later
// Every surrogate derivative that has fused kernels; used like neuron_list.h:
//     #define SPW_SURROGATE(Functor, id, title, alpha) ...
// expands one row per surrogate (functor, stored id, title, default steepness). Rows are only ever appended.
#if !defined(SPW_SURROGATE)

#include "kernels/surrogate/atan.h"
#include "kernels/surrogate/erf.h"
#include "kernels/surrogate/piecewise_quadratic.h"
#include "kernels/surrogate/sigmoid.h"

#else

SPW_SURROGATE(Sigmoid, "sigmoid", "Sigmoid", 4.0)
SPW_SURROGATE(Atan, "atan", "Arc tangent", 2.0)
SPW_SURROGATE(PiecewiseQuadratic, "piecewise_quadratic", "Triangle (piecewise quadratic)", 1.0)
SPW_SURROGATE(Erf, "erf", "Gaussian (error function)", 2.0)

#undef SPW_SURROGATE
#endif
