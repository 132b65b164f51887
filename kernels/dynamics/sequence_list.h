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

#include "kernels/dynamics/adaptive.h"
#include "kernels/dynamics/clif.h"
#include "kernels/dynamics/cuba_leak.h"
#include "kernels/dynamics/cuba_lif.h"
#include "kernels/dynamics/glif.h"
#include "kernels/dynamics/ilif.h"
#include "kernels/dynamics/izhikevich.h"
#include "kernels/dynamics/klif.h"
#include "kernels/dynamics/leaky_sum.h"
#include "kernels/dynamics/synapse_filter.h"
#include "kernels/dynamics/sinabs_alif.h"
#include "kernels/dynamics/sinabs_iaf.h"
#include "kernels/dynamics/sinabs_lif.h"
#include "kernels/dynamics/sinabs_spiking_layer.h"
#include "kernels/dynamics/leaky_readout.h"
#include "kernels/dynamics/liaf.h"
#include "kernels/dynamics/ottt_lif.h"
#include "kernels/dynamics/rate_coder.h"
#include "kernels/dynamics/sltt_lif.h"
#include "kernels/dynamics/spike.h"
#include "kernels/dynamics/st_bif.h"
#include "kernels/dynamics/lava_adrf.h"
#include "kernels/dynamics/lava_adrf_iz.h"
#include "kernels/dynamics/lava_alif.h"
#include "kernels/dynamics/lava_cuba.h"
#include "kernels/dynamics/lava_delta.h"
#include "kernels/dynamics/lava_rf.h"
#include "kernels/dynamics/lava_rf_iz.h"
#include "kernels/dynamics/lava_sigma.h"
#include "kernels/dynamics/nir_neuron.h"

#else

#if !defined(SPW_SEQUENCE_PART)
#define SPW_SEQUENCE_PART(Functor, id) SPW_SEQUENCE(Functor, id, noSpec)
#endif

SPW_SEQUENCE(Klif, "neuron.klif", klifSpec)
SPW_SEQUENCE_PART(SynapseFilter, "synapse.synapse_filter")
SPW_SEQUENCE_PART(LeakySum, "part.leaky_sum")
SPW_SEQUENCE_PART(SinabsIaf, "sinabs.iaf")
SPW_SEQUENCE_PART(SinabsLif, "sinabs.lif")
SPW_SEQUENCE_PART(SinabsAlif, "sinabs.alif")
SPW_SEQUENCE_PART(SinabsSpikingLayer, "sinabs.spiking_layer")
SPW_SEQUENCE(Adaptive, "neuron.adaptive", adaptiveSpec)
SPW_SEQUENCE(Izhikevich, "neuron.izhikevich", izhikevichSpec)
SPW_SEQUENCE(Clif, "neuron.clif", clifSpec)
SPW_SEQUENCE(OtttLif, "neuron.ottt_lif", otttLifSpec)
SPW_SEQUENCE(SlttLif, "neuron.sltt_lif", slttLifSpec)
SPW_SEQUENCE(ILif, "neuron.i_lif", iLifSpec)
SPW_SEQUENCE(StBif, "neuron.st_bif", stBifSpec)
SPW_SEQUENCE_PART(Liaf, "neuron.liaf")
SPW_SEQUENCE_PART(Glif, "neuron.glif")
SPW_SEQUENCE_PART(CubaLif, "neuron.cuba_lif")
SPW_SEQUENCE_PART(CubaLeak, "part.cuba_leak")
SPW_SEQUENCE_PART(LeakyReadout, "part.leaky_readout")
SPW_SEQUENCE_PART(RateCoder, "part.rate_coder")
SPW_SEQUENCE_PART(Spike, "part.spike")
SPW_SEQUENCE_PART(LavaCuba, "lava.cuba")
SPW_SEQUENCE_PART(LavaAlif, "lava.alif")
SPW_SEQUENCE_PART(LavaRf, "lava.rf")
SPW_SEQUENCE_PART(LavaRfIz, "lava.rf_iz")
SPW_SEQUENCE_PART(LavaAdrf, "lava.adrf")
SPW_SEQUENCE_PART(LavaAdrfIz, "lava.adrf_iz")
SPW_SEQUENCE_PART(LavaSigma, "lava.sigma")
SPW_SEQUENCE_PART(LavaDelta, "lava.delta")
SPW_SEQUENCE_PART(NirNeuron, "part.nir_neuron")

#undef SPW_SEQUENCE
#undef SPW_SEQUENCE_PART
#endif
