// SPDX-License-Identifier: GPL-3.0-or-later
// Every charge-fire-reset neuron that has fused kernels. One include and one row make a neuron known to the CPU
// and CUDA drivers, the operators, their gradients, the kernel checks and the node catalogue.
//
// Included plainly, this file brings the functors. Included after
//     #define SPW_NEURON(Functor, id, spec) ...
// it expands one row per neuron (C++ functor, stored id, function of core/nodes/neurons that describes it) and
// forgets the macro again. Rows are only ever appended.
#if !defined(SPW_NEURON)

#include "kernels/dynamics/eif.h"
#include "kernels/dynamics/if.h"
#include "kernels/dynamics/lif.h"
#include "kernels/dynamics/parametric_lif.h"
#include "kernels/dynamics/qif.h"

#else

SPW_NEURON(If, "neuron.if", ifSpec)
SPW_NEURON(Lif, "neuron.lif", lifSpec)
SPW_NEURON(ParametricLif, "neuron.parametric_lif", parametricLifSpec)
SPW_NEURON(Qif, "neuron.qif", qifSpec)
SPW_NEURON(Eif, "neuron.eif", eifSpec)

#undef SPW_NEURON
#endif
