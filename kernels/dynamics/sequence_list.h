// SPDX-License-Identifier: GPL-3.0-or-later
// Every neuron whose step is its own (contract in dynamics/README.md). One include and one row make it known to the
// CPU and CUDA drivers, the operator, its gradients, the kernel checks and the node catalogue.
//
// Included plainly, this file brings the functors. Included after
//     #define SPW_SEQUENCE(Functor, id, spec) ...
// it expands one row per neuron (C++ functor, stored id, function of core/nodes/neurons that describes it) and forgets
// the macro again. A functor that other modules use and no node shows has a row SPW_SEQUENCE_PART(Functor, id).
// The functor SomeName lives in kernels/dynamics/some_name.h: each is compiled on its own. Rows are only ever appended.
#if !defined(SPW_SEQUENCE)

#include "kernels/dynamics/klif.h"

#else

#if !defined(SPW_SEQUENCE_PART)
#define SPW_SEQUENCE_PART(Functor, id) SPW_SEQUENCE(Functor, id, noSpec)
#endif

SPW_SEQUENCE(Klif, "neuron.klif", klifSpec)

#undef SPW_SEQUENCE
#undef SPW_SEQUENCE_PART
#endif
